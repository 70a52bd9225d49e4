import type { JsonObject } from '../expressions/json.ts';
import { phaseOf, stepOf } from './frames.ts';
import type { Frame } from './state.ts';
import { optionAt } from './steps/choice.ts';

/** What the list of a taken option sees of the choice step that `frame` stands at. */
export function optionSurroundings(
  frame: Frame,
  input: JsonObject,
): Pick<Frame, 'steps' | 'input' | 'outerLocals' | 'iterationIndex'> {
  const steps = optionAt(stepOf(frame, 'choice'), phaseOf(frame, 'choosing').option)?.steps ?? [];
  const { iterationIndex } = frame;
  return {
    steps,
    input,
    outerLocals: [frame.local, ...frame.outerLocals],
    ...(iterationIndex !== undefined && { iterationIndex }),
  };
}

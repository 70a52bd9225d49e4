import type { JsonObject } from '../common/json.ts';
import { phaseOf, stepOf } from './frames.ts';
import { CorruptLog, type Frame } from './state.ts';
import { optionAt } from './steps/choice.ts';

/** What the list of a taken option sees of the choice step that `frame` stands at. */
export function optionSurroundings(
  frame: Frame,
  input: JsonObject,
): Pick<Frame, 'steps' | 'input' | 'outerLocals' | 'iterationIndex'> {
  const { option } = phaseOf(frame, 'choosing');
  const steps = optionAt(stepOf(frame, 'choice'), option)?.steps;
  if (steps === undefined) throw new CorruptLog(`option ${option} of frame ${frame.id} has no steps`);
  const { iterationIndex } = frame;
  return {
    steps,
    input,
    outerLocals: [frame.local, ...frame.outerLocals],
    ...(iterationIndex !== undefined && { iterationIndex }),
  };
}

import type { JsonObject } from '../common/json.ts';
import { phaseOf, stepOf } from './frames.ts';
import { CorruptLog, type Frame } from './state.ts';
import { optionAt } from './steps/choice.ts';

/** The beginnings of the frame of a taken option: steps, input, outer locals and index, from the choice at which `frame` stands. */
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

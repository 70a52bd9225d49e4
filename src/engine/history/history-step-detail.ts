import type { JsonObject, JsonValue } from '../../common/json.ts';
import type { Step } from '../../flow/flow.ts';
import { phaseOf, running, stepOf } from '../../interpreter/frames.ts';
import { evaluateSource } from '../../interpreter/mappings.ts';
import { READING } from '../../interpreter/reading.ts';
import type { Frame } from '../../interpreter/state.ts';
import { taskExited } from './history-task-detail.ts';

/** The mapped input; of a wait step also how long it waits. */
export function stepStarted(frame: Frame): JsonObject {
  const { input } = running(frame).active;
  const step = stepOf(frame);
  if (step.type !== 'wait') return { input };
  const name = step.duration === undefined ? 'timestamp' : 'duration';
  const source = step.duration ?? step.timestamp;
  return { input, [name]: (source && evaluateSource(source, input)) ?? null };
}

/** The list's local after the step's output was merged; of a task also how it ended. */
export function stepExited(before: Frame, after: Frame): JsonObject {
  if (stepOf(before).type === 'task') return taskExited(before, after);
  const { goto } = phaseOf(before, 'succeeded');
  return { local: after.local, ...(goto !== undefined && { goto }) };
}

/** Position and input of the opened list; of an iteration also its element. */
export function branchEntered(step: Step, opened: Frame): JsonObject {
  const item: JsonValue | undefined = step.type === 'foreach' ? opened.input[step.item] : undefined;
  return { ...positionOf(opened), input: opened.input, ...(item !== undefined && { item }) };
}

/** Position and result of the list that has ended. */
export function branchExited(frame: Frame): JsonObject {
  return { ...positionOf(frame), local: frame.local };
}

/** None for the list that reads the items of a map run. */
function positionOf({ index = 0 }: Frame): JsonObject {
  return index === READING ? {} : { index };
}

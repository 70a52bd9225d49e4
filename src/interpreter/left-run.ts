import type { JsonObject } from '../common/json.ts';
import type { TaskTarget } from '../targets/targets.ts';
import type { EventId } from './event.ts';
import type { MessageId } from './record.ts';

/**
 * An attempt of a distributed foreach that timed out, or that the failure of another branch has cut off; or one of a task that waited
 * for another flow, and timed out.
 */
export interface LeftRun {
  readonly frame: EventId;
  readonly entry: EventId;
  readonly attempt: number;
  /** The first of the attempts in a row that were broken off right before it; absent without any. */
  readonly since?: number;
  /** The execution that the task waited for, where that is no map run. */
  readonly child?: LeftChild;
}

/** The execution of another flow for which a task no longer waits, and the message that owes its stop. */
export interface LeftChild {
  readonly target: TaskTarget;
  /** The name of the execution, where the task gives one. */
  readonly params: JsonObject;
  readonly owner: MessageId;
}

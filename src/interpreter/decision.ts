import type { TaskId } from './command.ts';
import type { Effect } from './effect.ts';
import type { ExecutionEvent, Instant } from './event.ts';
import type { MessageId } from './record.ts';
import type { ExecutionState } from './state.ts';

/** Decision on one command: the events to commit, the state after them, the effects to perform after the commit. */
export interface Decision {
  readonly events: readonly ExecutionEvent[];
  readonly state: ExecutionState;
  readonly effects: readonly Effect[];
  /** Instant at which the command must come again; present only for a timer that came too early. */
  readonly againAt?: Instant;
}

/** Everything that a decision depends on besides the state and the command. */
export interface Circumstances {
  readonly now: Instant;
  /** The message under which the decision will be committed. */
  readonly owner: MessageId;
  /** A new token for an attempt of a task. */
  readonly newToken: (task: TaskId) => string;
  /** The attempt of another execution's task that started this one; absent where none did. */
  readonly startedBy?: string | undefined;
  readonly limits: DecisionLimits;
}

/** The limits of steps and executions, and how much one commit may carry. */
export interface DecisionLimits {
  readonly stepDataBytes: number;
  readonly dataFailsStep: boolean;
  readonly events: number;
  readonly concurrency: number;
  /** Events after which a decision stops and leaves the rest to a GoOn effect. */
  readonly commitEvents: number;
  /** Longest life of the handler of a message, in seconds. */
  readonly handlerSeconds: number;
}

import type { Exit } from './function-process.ts';
import type { Invocation, Reply } from './protocol.ts';

/** The events of a runtime; `onExit` comes last and exactly once, after `close` too. */
export interface RuntimeEvents {
  readonly onReplies: (replies: readonly Reply[]) => void;
  /** A runtime that was full may not be so any more. */
  readonly onDrain: () => void;
  readonly onExit: (exit: Exit) => void;
}

/** A process that has loaded one function and runs calls of it. */
export interface Runtime {
  /** Calls that it runs at the same time. */
  readonly capacity: number;

  /** True while it does not even read its input. */
  readonly isFull: boolean;

  /** Ids grow from call to call. */
  post(id: number, invocation: Invocation): void;

  /** Asks for a `pong`, which comes unless a call blocks the runtime. */
  ping(): void;

  /** True when nothing has begun since this was last asked, although something waits to. */
  isStuck(): boolean;

  /** Gives back the ids of the invocations that have not begun; they never will. */
  takeBack(): readonly number[];

  /** Ends everything that runs, and the processes that it has started, at once. */
  close(): void;
}

/** Opens a runtime for a function. */
export type OpenRuntime = (events: RuntimeEvents) => Runtime;

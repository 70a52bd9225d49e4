import type { Exit } from './function-process.ts';
import type { Invocation, Reply } from './protocol.ts';

/** Where a runtime reports; `onExit` comes last and exactly once, after `close` too. */
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

  /** True while it does not even read what it was sent. */
  readonly isFull: boolean;

  /** Ids grow from call to call. */
  post(id: number, invocation: Invocation): void;

  /** Is answered by a `pong` unless a call keeps the runtime from answering anything. */
  ping(): void;

  /** True when nothing has begun since this was last asked, although something waits to. */
  isStuck(): boolean;

  /** Gives back the ids of the invocations that have not begun; they never will. */
  takeBack(): readonly number[];

  /** Ends everything that runs, and what it has started, at once. */
  close(): void;
}

/** Opens a runtime for a function. */
export type OpenRuntime = (events: RuntimeEvents) => Runtime;

import type { Invocation, Reply } from './protocol.ts';

/** Where a runtime reports; `onExit` comes last and exactly once, after `close` too. */
export interface RuntimeEvents {
  readonly onReplies: (replies: readonly Reply[]) => void;
  readonly onExit: (reason: string) => void;
}

/** A thread or process that has loaded one function and runs many calls of it at a time. */
export interface Runtime {
  post(invocation: Invocation): void;

  /** Is answered by a `pong` unless a call keeps the runtime from answering anything. */
  ping(): void;

  /** True when nothing has begun since this was last asked, although something waits to. */
  isStuck(): boolean;

  /** Gives back the ids of the invocations that have not begun; they never will. Until `resume` none begins. */
  takeBack(): readonly number[];

  resume(): void;

  /** Ends everything that runs, at once. */
  close(): void;
}

/** Opens a runtime for a function's file. */
export type OpenRuntime = (file: string, events: RuntimeEvents) => Runtime;

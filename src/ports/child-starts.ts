import type { Descent } from './execution-store.ts';

/**
 * Lets families of executions grow only so far at a time. A child is named by the task that starts it (`startedBy`).
 *
 * It counts what this process has let start: those of a process before it are none of its children.
 */
export interface ChildStarts {
  /**
   * Takes a place for a child that is about to be started; a repeat keeps the place that it has.
   *
   * @returns in how many seconds to ask again when there is no place; undefined when it has one.
   */
  admit(startedBy: string, descent: Descent): number | undefined;

  /** The child has ended, or was not started after all: its place is free. */
  ended(startedBy: string, descent: Descent): void;
}

/** For homes in which other things bound how much is under way. */
export const ALL_CHILD_STARTS: ChildStarts = { admit: () => undefined, ended: () => {} };

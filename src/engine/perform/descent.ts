import type { Descent, ExecutionHeader } from '../../ports/execution-store.ts';

/** Where a child will stand that a task of this execution starts, and waits for or not. */
export function descentOfChild({ id, descent, redriven }: ExecutionHeader, isAwaited: boolean): Descent {
  const above = redriven === undefined ? descent?.awaitedBy : undefined;
  return {
    root: descent?.root ?? id,
    depth: (descent?.depth ?? 1) + 1,
    ...(isAwaited && { awaitedBy: above ?? id }),
  };
}

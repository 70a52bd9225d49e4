import type { Commit } from './commit.ts';
import type { ResumedEvent } from './event.ts';
import { fromSnapshot } from './snapshot.ts';
import { type ExecutionState, type Frame, factsOfFork } from './state.ts';
import { executionDeadline, watchFor } from './watchdog.ts';

/**
 * ExecutionRedriven and ExecutionForked: the execution goes on with the state that the event holds, and its time begins
 * anew. Everything that is still to be done belongs to the message under which it goes on.
 */
export function resumed(
  state: ExecutionState,
  { type, restored }: ResumedEvent,
  { at, owner }: Commit,
): ExecutionState {
  const facts = type === 'ExecutionForked' ? factsOfFork(state.facts) : state.facts;
  const kept = fromSnapshot({ ...state, facts }, restored);
  let { frames } = kept;
  for (const frame of frames.values()) frames = frames.with(frame.id, ownedBy(owner, frame));
  const next: ExecutionState = { ...kept, frames, startedAt: at };
  return next.flow.timeoutSeconds === undefined ? next : watchFor(next, executionDeadline(next), at, owner);
}

function ownedBy(owner: string, frame: Frame): Frame {
  const { active } = frame;
  if (active === undefined || !('owner' in active.phase)) return frame;
  return { ...frame, active: { ...active, phase: { ...active.phase, owner } } };
}

import { Advance } from '../advance.ts';
import type { Circumstances } from '../decision.ts';
import type { ExecutionEvent, ResumedEvent } from '../event.ts';
import { evolve } from '../evolve.ts';
import type { ExecutionState } from '../state.ts';

/** The event by which an execution goes on again, and what follows from it at once. */
export interface Resumption {
  readonly events: readonly ExecutionEvent[];
  readonly state: ExecutionState;
}

/** Lets an execution go on by an event that holds the state to go on with. Pure. */
export function decideResume(state: ExecutionState, event: ResumedEvent, at: Circumstances): Resumption {
  const resumed = evolve(state, event, at.now, at.owner);
  const { events, state: after } = new Advance(resumed, at).finish();
  return { events: [event, ...events], state: after };
}

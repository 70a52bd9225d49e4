import { Advance } from './advance.ts';
import { applyCommand } from './apply-command.ts';
import type { Command } from './command.ts';
import type { Circumstances, Decision } from './decision.ts';
import { type ExecutionState, hasEnded } from './state.ts';
import { executionDeadline } from './watchdog.ts';

/**
 * Decides on a command: the events to commit next, and the effects to perform after that. Pure.
 *
 * A command for which the execution does not wait leads to no events, at any time. A command for which it waits, but which
 * comes when its time is over, ends it. A timer that is not due yet leads to the instant at which it must come again.
 */
export function decide(state: ExecutionState, command: Command, at: Circumstances): Decision {
  if (hasEnded(state)) return { events: [], state, effects: [] };
  const decision = decisionOn(state, at, (advance) => applyCommand(advance, command));
  const isInTime = state.status === 'Starting' || at.now < executionDeadline(state);
  if (isInTime || decision.events.length === 0) return decision;
  return decisionOn(state, at, (advance) => advance.emit({ type: 'ExecutionTimedOut' }));
}

function decisionOn(state: ExecutionState, at: Circumstances, apply: (advance: Advance) => void): Decision {
  const advance = new Advance(state, at);
  apply(advance);
  return advance.finish();
}

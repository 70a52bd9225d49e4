import { Advance } from './advance.ts';
import { applyCommand } from './apply-command.ts';
import type { Command } from './command.ts';
import type { Circumstances, Decision } from './decision.ts';
import { type ExecutionState, hasEnded } from './state.ts';
import { executionDeadline } from './watchdog.ts';

/**
 * What a command makes of an execution: the events to commit next and the effects to perform after that. Pure.
 *
 * A command that nobody waits for answers no events, whatever the time. One that somebody waits for, but that comes
 * when the execution has run out of time, ends it. A timer that is not due yet answers when it must be given again.
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

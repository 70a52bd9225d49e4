import { Advance } from './advance.ts';
import { applyCommand } from './apply-command.ts';
import type { Command } from './command.ts';
import type { Circumstances, Decision } from './decision.ts';
import { type ExecutionState, hasEnded } from './state.ts';

/**
 * What a command makes of an execution: the events to commit next and the effects to perform after that. Pure.
 *
 * A command that nobody waits for answers no events. A timer that is not due yet answers only the effect that arms
 * it again.
 */
export function decide(state: ExecutionState, command: Command, at: Circumstances): Decision {
  if (hasEnded(state)) return { events: [], state, effects: [] };
  const advance = new Advance(state, at);
  applyCommand(advance, command);
  return advance.finish();
}

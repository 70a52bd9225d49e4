import { utf8Bytes } from '../../common/text-bytes.ts';
import type { Command } from '../../interpreter/command.ts';
import { decide } from '../../interpreter/decide.ts';
import type { Circumstances } from '../../interpreter/decision.ts';
import type { Effect } from '../../interpreter/effect.ts';
import type { ExecutionEvent, Instant } from '../../interpreter/event.ts';
import { awaitedAttempt } from '../../interpreter/evolve-task.ts';
import { type ExecutionState, hasEnded } from '../../interpreter/state.ts';

/** The joint decision on several commands: one commit, and the effects that follow from it. */
export interface Batch {
  /** How many of the commands it took, from the first. */
  readonly taken: number;
  readonly at: Circumstances;
  readonly events: readonly ExecutionEvent[];
  readonly state: ExecutionState;
  readonly effects: readonly Effect[];
  /** When a timer that came too early must be given again. */
  readonly againAt: Instant | undefined;
}

/**
 * Decides one command after the other until the commit is full, by its events or by `commitBytes` of outputs and
 * causes. Pure.
 */
export function decideBatch(
  before: ExecutionState,
  commands: readonly Command[],
  at: Circumstances,
  commitBytes: number,
): Batch {
  const events: ExecutionEvent[] = [];
  const effects: Effect[] = [];
  let state = before;
  let againAt: Instant | undefined;
  let taken = 0;
  let bytes = 0;
  for (const command of commands) {
    if (bytes >= commitBytes || events.length >= at.limits.commitEvents) break;
    const decision = decide(state, command, at);
    state = decision.state;
    againAt ??= decision.againAt;
    taken += 1;
    bytes += bytesOf(command);
    events.push(...decision.events);
    effects.push(...decision.effects);
  }
  return { taken, at, events, state, effects: effects.filter((effect) => isWanted(effect, state)), againAt };
}

function bytesOf(command: Command): number {
  if ('output' in command) return utf8Bytes(command.output);
  return 'failure' in command ? utf8Bytes(command.failure.cause) : 0;
}

/** False for an effect that a later command of the same batch has made pointless: a cancelled task, a timer of an ended run. */
function isWanted(effect: Effect, state: ExecutionState): boolean {
  if (effect.type === 'FinishExecution') return true;
  if (hasEnded(state)) return false;
  if (effect.type !== 'InvokeTask') return true;
  const { frame, entry, attempt } = effect.task;
  return awaitedAttempt(state.frames.get(frame), entry, attempt)?.kind === 'running';
}

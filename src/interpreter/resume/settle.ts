import type { EventId } from '../event.ts';
import { attemptOf, firstBrokenOff } from '../retry.ts';
import { type ActiveStep, currentStep, type Frame } from '../state.ts';
import { withFailedAgain } from '../tally.ts';

/** A list that can go on by itself, and the entry that it runs again, if it does. */
export interface Settled {
  readonly frame: Frame;
  readonly again?: EventId;
}

/**
 * A list as it goes on: a task that was under way, or has failed, is scheduled anew within its entry; any other step that
 * has failed is entered again. What is done stays done, a wait keeps its instant.
 */
export function settle({ failure: _, ...frame }: Frame): Settled {
  const { active } = frame;
  if (active === undefined) return { frame };
  if (active.tally !== undefined) {
    return { frame: { ...frame, active: { ...active, tally: withFailedAgain(active.tally) } } };
  }
  const attempts = attemptsOf(active);
  if (attempts !== undefined && currentStep(frame)?.type === 'task') {
    const anew: ActiveStep = {
      entry: active.entry,
      input: {},
      ...(attempts > 0 && { earlierAttempts: attempts }),
      ...brokenOffSince(active, attempts),
      phase: { kind: 'entered' },
    };
    return { frame: { ...frame, active: anew }, again: active.entry };
  }
  if (active.phase.kind !== 'failing') return { frame };
  const { active: _active, ...idle } = frame;
  return { frame: idle, again: active.entry };
}

/** Later attempts may be broken off while the child of an earlier one runs on, before a driver has let it go on for any of them. */
function brokenOffSince(active: ActiveStep, attempts: number): Pick<ActiveStep, 'brokenOffSince'> {
  const since = firstBrokenOff(active);
  return since !== undefined && since < attempts - 1 ? { brokenOffSince: since } : {};
}

/** Attempts that were made of a task whose result is not there; undefined for a step that needs nothing anew. */
function attemptsOf(active: ActiveStep): number | undefined {
  switch (active.phase.kind) {
    case 'entered':
    case 'scheduled':
    case 'retrying':
      return attemptOf(active);
    case 'running':
    case 'submitted':
    case 'failing':
      return attemptOf(active) + 1;
    default:
      return undefined;
  }
}

import type { Instant } from '../interpreter/event.ts';
import { type Heartbeat, type MissedHeartbeat, markedMissed } from '../interpreter/heartbeats.ts';
import type { ExecutionId } from './execution-store.ts';

/**
 * The newest heartbeat of each task of an execution, kept beside its log and as long as its log.
 *
 *   worker    ── keep (at 10) ✓ ─────────────────────── keep (at 41) ✗ (missed)
 *   driver A  ────────────────── miss (newest is 10) ✓
 *   driver B  ── … list (10) ─── keep (at 15) ✓ ── miss (newest is 10) ✗ (there is one of 15)
 */
export interface Heartbeats {
  /**
   * Keeps a heartbeat in the place of an earlier one, or of those of earlier attempts; one that is there and newer stays.
   *
   * @param endsBy latest instant at which the execution ends
   * @returns false, and writes nothing, when a heartbeat of that attempt is marked as missed, or a later attempt has sent one.
   */
  keep(execution: ExecutionId, heartbeat: Omit<Heartbeat, 'isMissed'>, endsBy: Instant): Promise<boolean>;

  /**
   * Marks the next heartbeat of an attempt as missed, unless one has come that is not its `newest`; marking again is harmless.
   *
   * @returns false, and writes nothing, when another heartbeat has come.
   */
  miss(execution: ExecutionId, missed: MissedHeartbeat, endsBy: Instant): Promise<boolean>;

  /** The newest heartbeat of each task, in no order; reflects all writes that were acknowledged before. */
  list(execution: ExecutionId): Promise<readonly Heartbeat[]>;
}

/** The heartbeat of a task that is kept once another has come: that one, or the one that was `found`; undefined when it is refused. */
export function afterHeartbeat(found: Heartbeat | undefined, heartbeat: Heartbeat): Heartbeat | undefined {
  if (found === undefined || found.attempt < heartbeat.attempt) return heartbeat;
  if (found.attempt > heartbeat.attempt || found.isMissed) return undefined;
  return found.at >= heartbeat.at ? found : heartbeat;
}

/** The heartbeat of a task that is kept once the next one counts as missed; undefined when another has come. */
export function afterMiss(found: Heartbeat | undefined, missed: MissedHeartbeat): Heartbeat | undefined {
  if (found !== undefined && found.attempt > missed.attempt) return undefined;
  const own = found?.attempt === missed.attempt ? found : undefined;
  if (own?.isMissed) return own;
  return own?.at === missed.newest?.at ? markedMissed(missed) : undefined;
}

import type { EventId, Instant } from '../interpreter/event.ts';
import type { Heartbeat } from '../interpreter/heartbeats.ts';
import type { ExecutionId } from './execution-store.ts';

/** One attempt of a task, by the StepEntered event of its step. */
export interface HeartbeatAttempt {
  readonly entry: EventId;
  readonly attempt: number;
}

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
   * Marks the next heartbeat of an attempt as missed, unless one has come that is not `newest`; marking again is harmless.
   *
   * @param newest instant of the newest one of that attempt; undefined when it has sent none
   * @returns false, and writes nothing, when another heartbeat has come.
   */
  miss(
    execution: ExecutionId,
    attempt: HeartbeatAttempt,
    newest: Instant | undefined,
    endsBy: Instant,
  ): Promise<boolean>;

  /** The newest heartbeat of each task, in no order; reflects all writes that were acknowledged before. */
  list(execution: ExecutionId): Promise<readonly Heartbeat[]>;
}

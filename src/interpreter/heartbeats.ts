import type { Commit } from './commit.ts';
import type { EventId, Instant } from './event.ts';
import { running } from './frames.ts';
import { attemptOf } from './retry.ts';
import type { ExecutionState, Frame, TaskPhase } from './state.ts';

/** The newest heartbeat of the task that one step entry runs. It is kept beside the log, so it costs no event. */
export interface Heartbeat {
  readonly entry: EventId;
  readonly attempt: number;
  /** Instant at which it came; 0 for an attempt that has never sent one. */
  readonly at: Instant;
  /** How far the worker has come, in its own words. */
  readonly detail?: string;
  /** True once a driver has found that the next one did not come in time: none of this attempt counts after that. */
  readonly isMissed?: boolean;
}

/** A heartbeat that an attempt owes, and whether it came too late. */
export interface OwedHeartbeat {
  readonly frame: Frame;
  readonly due: Instant;
  readonly newest: Heartbeat | undefined;
}

/** An attempt whose heartbeat did not come in time, and the newest one that it has sent. */
export interface MissedHeartbeat {
  readonly entry: EventId;
  readonly attempt: number;
  readonly newest: Heartbeat | undefined;
}

/** The heartbeat that is kept in the place of an attempt's newest one once the next did not come. */
export function markedMissed({ entry, attempt, newest }: MissedHeartbeat): Heartbeat {
  return { ...(newest ?? { entry, attempt, at: 0 }), isMissed: true };
}

/**
 * The state in which the heartbeats of one more attempt are looked after.
 *
 *   timer armed ── fires ── armed for the earliest heartbeat that is due then ── fires ── … until no attempt owes one
 *
 * One timer looks after all attempts of an execution. It carries the id of the event that armed it first, so a timer that
 * another has replaced finds nothing to do. While an attempt is open that owes heartbeats at least as often as the new
 * one, the timer fires in time for both.
 */
export function listenFor(
  state: ExecutionState,
  heartbeat: NonNullable<TaskPhase['heartbeat']>,
  { id, owner }: Commit,
): ExecutionState {
  const open = openHeartbeats(state).map(({ phase }) => phase.heartbeat);
  if (open.some(({ seconds }) => seconds <= heartbeat.seconds)) return state;
  const fireAt = Math.min(heartbeat.due, ...open.map(({ due }) => due));
  return { ...state, heartbeats: { timer: id, fireAt, owner } };
}

/** True when this timer looks after the heartbeats of an execution. */
export function listensWith(state: ExecutionState, timer: EventId | 'watchdog'): boolean {
  return state.heartbeats?.timer === timer && openHeartbeats(state).length > 0;
}

/** The attempts whose heartbeat had not come by `dueAt`, and of which that is not marked yet. */
export function unmarkedMisses(
  state: ExecutionState,
  heartbeats: readonly Heartbeat[],
  dueAt: Instant,
): readonly MissedHeartbeat[] {
  return owedHeartbeats(state, heartbeats)
    .filter(({ due, newest }) => due <= dueAt && newest?.isMissed !== true)
    .map(({ frame, newest }) => ({ ...attemptIn(frame), newest }));
}

/** When the next heartbeat of an attempt is due; undefined for one that owes none. */
export function heartbeatDue(phase: TaskPhase, newest: Heartbeat | undefined): Instant | undefined {
  const { heartbeat } = phase;
  if (heartbeat === undefined) return undefined;
  const last = newest?.attempt === phase.attempt ? newest.at : 0;
  return Math.max(heartbeat.due, last + heartbeat.seconds * 1000);
}

/** The heartbeats that the open attempts of an execution owe. */
export function owedHeartbeats(
  state: ExecutionState,
  heartbeats: readonly Heartbeat[],
): readonly OwedHeartbeat[] {
  const newest = new Map(heartbeats.map((heartbeat) => [heartbeat.entry, heartbeat]));
  return openHeartbeats(state).map(({ frame, phase }) => {
    const { entry, attempt } = attemptIn(frame);
    const found = newest.get(entry);
    const own = found?.attempt === attempt ? found : undefined;
    return { frame, due: heartbeatDue(phase, own) as Instant, newest: own };
  });
}

interface OpenHeartbeat {
  readonly frame: Frame;
  readonly phase: TaskPhase & { readonly heartbeat: NonNullable<TaskPhase['heartbeat']> };
}

function openHeartbeats(state: ExecutionState): readonly OpenHeartbeat[] {
  return state.frames.values().flatMap((frame) => {
    const phase = frame.active?.phase;
    return phase?.kind === 'submitted' && phase.heartbeat !== undefined
      ? [{ frame, phase: phase as OpenHeartbeat['phase'] }]
      : [];
  });
}

function attemptIn(frame: Frame): { readonly entry: EventId; readonly attempt: number } {
  const { active } = running(frame);
  return { entry: active.entry, attempt: attemptOf(active) };
}

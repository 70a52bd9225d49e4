import { createHash } from 'node:crypto';
import { stringifyJson } from '../common/json-text.ts';
import type { Instant } from '../interpreter/event.ts';
import type { StartMessage } from '../ports/dispatch-queue.ts';
import type { ScheduleRecord } from '../ports/flow-store.ts';

/**
 * The start that a schedule asks for at one of its fire times, given as whole seconds in milliseconds.
 *
 * The execution's name derives from the schedule's id and the fire time, so a repeat starts nothing new.
 * The input wraps the payload, byte for byte, as the timer events of Function Compute do (docs/reference/language.md 9.2).
 */
export function startMessage(schedule: ScheduleRecord, fireAt: Instant): StartMessage {
  const triggerTime = new Date(fireAt).toISOString().replace('.000Z', 'Z');
  const payload = schedule.payload.trim() || '{}';
  const triggerName = stringifyJson(schedule.name);
  return {
    kind: 'start',
    flowName: schedule.flowName,
    ...(schedule.qualifier !== undefined && { qualifier: schedule.qualifier }),
    ...(schedule.onFailure !== undefined && { onFailure: schedule.onFailure }),
    executionName: `${namePrefix(schedule)}${triggerTime.replaceAll(/[-:]/g, '')}`,
    input: `{"payload":${payload},"triggerName":${triggerName},"triggerTime":"${triggerTime}"}`,
  };
}

/** The beginning of the names of all executions of a schedule. */
export function namePrefix({ id }: Pick<ScheduleRecord, 'id'>): string {
  return `schedule-${id}-`;
}

/** The start of a firing that came by itself: it takes its turn where the schedule has an overlap policy. */
export function firingMessage(schedule: ScheduleRecord, fireAt: Instant): StartMessage {
  const message = startMessage(schedule, fireAt);
  if (schedule.overlap === undefined) return message;
  return {
    ...message,
    turn: { flowId: schedule.flowId, scheduleName: schedule.name, scheduleId: schedule.id, dueAt: fireAt },
  };
}

/** Seconds by which the start of a firing is late, from 0 to the schedule's jitter: the same ones for a repeat. */
export function jitterOf({ id, jitterSeconds = 0 }: ScheduleRecord, fireAt: Instant): number {
  if (jitterSeconds === 0) return 0;
  return createHash('sha256').update(`${id} ${fireAt}`).digest().readUInt32BE(0) % (jitterSeconds + 1);
}

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
    executionName: `schedule-${schedule.id}-${triggerTime.replaceAll(/[-:]/g, '')}`,
    input: `{"payload":${payload},"triggerName":${triggerName},"triggerTime":"${triggerTime}"}`,
  };
}

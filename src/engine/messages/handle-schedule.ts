import { parseRfc3339 } from '../../common/rfc3339.ts';
import { DONE, type Handled, type ScheduleFired } from '../../ports/dispatch-queue.ts';
import { parseCronExpression } from '../../schedules/cron-expression.ts';
import { firingMessage, jitterOf } from '../schedule-start.ts';
import type { Handler } from './handler.ts';

/**
 * Sends the start message of a due schedule, delayed to the second of its expression.
 *
 * Nothing follows when the schedule, or its flow, is gone, is another of the same name, is disabled, or when its time lies outside
 * of the schedule's window.
 */
export async function scheduleFired(
  { services }: Handler,
  { flowId, scheduleName, scheduleId, dueAt }: ScheduleFired,
): Promise<Handled> {
  const { flows, queue, clock, physical } = services;
  const schedule = await flows.readSchedule(flowId, scheduleName);
  if (schedule?.id !== scheduleId || !schedule.isEnabled) return DONE;
  if ((await flows.readFlow(schedule.flowName))?.id !== flowId) return DONE;
  const due = parseRfc3339(dueAt);
  if (due === undefined) throw new Error(`Schedule ${scheduleName} was due at ${dueAt}, which is no time`);
  const expression = parseCronExpression(schedule.cronExpression);
  const second = expression.kind === 'cron' ? expression.second : 0;
  const fireAt = expression.kind === 'once' ? expression.at : Math.floor(due / 1000 + second) * 1000;
  if (fireAt < (schedule.startAt ?? fireAt) || fireAt > (schedule.endAt ?? fireAt)) return DONE;
  const early = Math.ceil((fireAt - clock.now()) / 1000);
  // The clock was set back. The start is further away than a message may be delayed, so this message waits instead.
  if (early > physical.delaySeconds) return { done: false, retryInSeconds: physical.delaySeconds };
  const delay = Math.max(early, 0) + jitterOf(schedule, fireAt);
  await queue.send(firingMessage(schedule, fireAt), Math.min(delay, physical.delaySeconds));
  return DONE;
}

import type { Instant } from '../../interpreter/event.ts';
import type { ScheduleRecord } from '../../ports/flow-store.ts';
import { parseCronExpression } from '../../schedules/cron-expression.ts';
import { nextFireTimeWithin } from '../../schedules/next-fire-time.ts';
import type { ScheduleView } from '../contract.ts';
import { formatTime } from './format-time.ts';

/** A schedule as callers see it at an instant. */
export function scheduleView(schedule: ScheduleRecord, now: Instant): ScheduleView {
  return {
    ScheduleId: schedule.id,
    ScheduleName: schedule.name,
    CronExpression: schedule.cronExpression,
    Description: schedule.description,
    Payload: schedule.payload,
    ...(schedule.qualifier !== undefined && { Qualifier: schedule.qualifier }),
    Enable: schedule.isEnabled,
    ...behaviourView(schedule),
    CreatedTime: formatTime(schedule.createdAt),
    LastModifiedTime: formatTime(schedule.modifiedAt),
    NextFireTime: nextFireText(schedule, now),
  };
}

function behaviourView(schedule: ScheduleRecord): Partial<ScheduleView> {
  const { overlap, startAt, endAt, jitterSeconds, catchUpSeconds, pauseReason, onFailure } = schedule;
  return {
    ...(overlap !== undefined && { OverlapPolicy: overlap }),
    ...(startAt !== undefined && { StartTime: formatTime(startAt) }),
    ...(endAt !== undefined && { EndTime: formatTime(endAt) }),
    ...(jitterSeconds !== undefined && { JitterSeconds: jitterSeconds }),
    ...(catchUpSeconds !== undefined && { CatchUpSeconds: catchUpSeconds }),
    ...(pauseReason !== undefined && { PauseReason: pauseReason }),
    ...(onFailure !== undefined && { OnFailure: onFailure }),
  };
}

/** Fire times of a schedule after an instant, at most `count`; none when it is disabled. */
export function fireTimesAfter(schedule: ScheduleRecord, after: Instant, count: number): readonly Instant[] {
  const { isEnabled, cronExpression, modifiedAt } = schedule;
  const expression = parseCronExpression(cronExpression);
  if (!isEnabled || expression.kind === 'problem') return [];
  const times: Instant[] = [];
  for (let last = after; times.length < count; ) {
    const next = nextFireTimeWithin(expression, modifiedAt, schedule, last);
    if (next === undefined) break;
    times.push(next);
    last = next;
  }
  return times;
}

function nextFireText(schedule: ScheduleRecord, now: Instant): string {
  const [next] = fireTimesAfter(schedule, now, 1);
  return next === undefined ? '' : formatTime(next);
}

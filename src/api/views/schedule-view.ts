import type { Instant } from '../../interpreter/event.ts';
import type { ScheduleRecord } from '../../ports/flow-store.ts';
import { parseCronExpression } from '../../schedules/cron-expression.ts';
import { nextFireTime } from '../../schedules/next-fire-time.ts';
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
    CreatedTime: formatTime(schedule.createdAt),
    LastModifiedTime: formatTime(schedule.modifiedAt),
    NextFireTime: nextFireText(schedule, now),
  };
}

function nextFireText({ isEnabled, cronExpression, modifiedAt }: ScheduleRecord, now: Instant): string {
  const expression = parseCronExpression(cronExpression);
  if (!isEnabled || expression.kind === 'problem') return '';
  const at = nextFireTime(expression, modifiedAt, now);
  return at === undefined ? '' : formatTime(at);
}

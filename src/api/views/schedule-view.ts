import type { ScheduleRecord } from '../../ports/flow-store.ts';
import type { ScheduleView } from '../contract.ts';
import { formatTime } from './format-time.ts';

/** A schedule as callers see it. */
export function scheduleView(schedule: ScheduleRecord): ScheduleView {
  return {
    ScheduleId: schedule.id,
    ScheduleName: schedule.name,
    CronExpression: schedule.cronExpression,
    Description: schedule.description,
    Payload: schedule.payload,
    Enable: schedule.isEnabled,
    CreatedTime: formatTime(schedule.createdAt),
    LastModifiedTime: formatTime(schedule.modifiedAt),
  };
}

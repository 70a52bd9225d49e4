import type { Instant } from '../../interpreter/event.ts';
import type { ScheduleRecord } from '../../ports/flow-store.ts';
import { parseCronExpression } from '../../schedules/cron-expression.ts';
import * as schedules from '../../schedules/next-fire-time.ts';

/**
 * When a stored schedule fires next after an instant, in whole seconds; undefined when never.
 *
 * @throws when the stored expression is invalid.
 */
export function nextFireTime(schedule: ScheduleRecord, after: Instant): Instant | undefined {
  const expression = parseCronExpression(schedule.cronExpression);
  if (expression.kind === 'problem') {
    throw new Error(`Schedule ${schedule.name} of flow ${schedule.flowName}: ${expression.message}`);
  }
  return schedules.nextFireTimeWithin(expression, schedule.modifiedAt, schedule, after);
}

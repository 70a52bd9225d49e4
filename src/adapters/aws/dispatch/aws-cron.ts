import type { Instant } from '../../../interpreter/event.ts';
import type { ScheduleRecord } from '../../../ports/flow-store.ts';
import { type CronFields, parseCronExpression } from '../../../schedules/cron-expression.ts';
import type { CronField, CronRange } from '../../../schedules/cron-field.ts';

/** Longest expression of EventBridge Scheduler. */
const MAX_CHARACTERS = 256;

const WEEKDAYS = ['MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN'];
const MINUTE_MS = 60_000;

/** The parts of a schedule that say when it fires. */
export interface AwsTiming {
  readonly ScheduleExpression: string;
  readonly ScheduleExpressionTimezone?: string;
  readonly StartDate?: Date;
  readonly EndDate?: Date;
}

/**
 * A schedule's expression as EventBridge Scheduler writes it.
 *
 * The second is not part of it: the driver that takes the message waits for it. `@every` goes on from the schedule's
 * last change, so that putting it again keeps its rhythm. The end is a minute late, for the second of an expression counts too: the
 * driver leaves out firings behind it.
 *
 * @throws when the stored expression is invalid, or AWS cannot express it.
 */
export function awsTiming(schedule: ScheduleRecord, now: Instant): AwsTiming {
  const expression = parseCronExpression(schedule.cronExpression);
  const problem = awsCronProblem(schedule.cronExpression);
  if (expression.kind === 'problem' || problem !== undefined) {
    const message = expression.kind === 'problem' ? expression.message : problem;
    throw new Error(`Schedule ${schedule.name} of flow ${schedule.flowName}: ${message}`);
  }
  if (expression.kind === 'once') {
    const at = new Date(expression.at).toISOString().slice(0, 19);
    return { ScheduleExpression: `at(${at})`, ScheduleExpressionTimezone: 'UTC' };
  }
  const { startAt = 0, endAt } = schedule;
  const startMinute = Math.floor(startAt / MINUTE_MS) * MINUTE_MS;
  const end = endAt !== undefined && { EndDate: new Date(endAt + MINUTE_MS) };
  if (expression.kind === 'cron') {
    return {
      ScheduleExpression: cronText(expression),
      ScheduleExpressionTimezone: expression.timeZone,
      // Its minute counts here; the driver leaves out what is earlier.
      ...(startMinute > now && { StartDate: new Date(startMinute) }),
      ...end,
    };
  }
  const { minutes } = expression;
  const from = Math.max(now, startAt - 1);
  return {
    ScheduleExpression: `rate(${minutes} ${minutes === 1 ? 'minute' : 'minutes'})`,
    StartDate: new Date(nextMultiple(schedule.modifiedAt, minutes * MINUTE_MS, from)),
    ...end,
  };
}

/** True when a schedule can fire no more: EventBridge Scheduler takes no times that have passed. */
export function isOver({ cronExpression, endAt }: ScheduleRecord, now: Instant): boolean {
  const expression = parseCronExpression(cronExpression);
  return (endAt ?? now) < now || (expression.kind === 'once' && expression.at <= now);
}

/** Why AWS cannot express a valid cron expression; undefined when it can. */
export function awsCronProblem(text: string): string | undefined {
  const expression = parseCronExpression(text);
  if (expression.kind !== 'cron') return undefined;
  const { length } = cronText(expression);
  if (length <= MAX_CHARACTERS) return undefined;
  return `the expression lists too many single values: EventBridge Scheduler allows ${MAX_CHARACTERS} characters, this takes ${length}. Use ranges and steps, or several schedules`;
}

/** Minute, hour, day of month, month, day of week and year; one of the day fields must be `?`. */
function cronText({ minute, hour, dayOfMonth, month, dayOfWeek }: CronFields): string {
  const days = dayOfWeek === '*' ? [fieldText(dayOfMonth, 31), '?'] : ['?', weekdayText(dayOfWeek)];
  const [day, weekday] = days;
  const fields = [fieldText(minute, 59), fieldText(hour, 23), day, fieldText(month, 12), weekday, '*'];
  return `cron(${fields.join(' ')})`;
}

/** One value, range or step as it is, everything else as a list of single values. */
function fieldText(field: CronField, max: number): string {
  if (field === '*') return '*';
  const [only, ...others] = field;
  if (only !== undefined && others.length === 0) {
    const { from, to, step } = only;
    if (from === to) return `${from}`;
    if (step === 1) return `${from}-${to}`;
    if (to === max) return `${from}/${step}`;
  }
  return valuesOf(field).join(',');
}

/** By name, for AWS counts the days from Sunday, and one by one, for a range may not run past Saturday. */
function weekdayText(field: readonly CronRange[]): string {
  return valuesOf(field)
    .map((day) => WEEKDAYS[day - 1])
    .join(',');
}

function valuesOf(field: readonly CronRange[]): number[] {
  const values = new Set<number>();
  for (const { from, to, step } of field) {
    for (let value = from; value <= to; value += step) values.add(value);
  }
  return [...values].sort((a, b) => a - b);
}

function nextMultiple(anchor: Instant, period: number, now: Instant): Instant {
  const start = Math.floor(anchor / 1000) * 1000;
  const past = Math.max(Math.floor((now - start) / period), 0);
  return start + (past + 1) * period;
}

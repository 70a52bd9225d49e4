import { Cron } from 'croner';
import type { CronExpression, CronFields } from './cron-expression.ts';
import type { CronField } from './cron-field.ts';

/**
 * The next instant after a given one at which an expression fires, in milliseconds and whole seconds; undefined when never.
 *
 * `@every` counts from `anchor`, the schedule's last change, so a restart keeps the rhythm. An anchor in the future, left
 * by a clock that was set back since, belongs to that rhythm as well. Cron follows the wall clock
 * of its zone. A time of day that a change to summer time skips fires once the gap is over; one that occurs twice
 * fires the first time only. Expressions with several minutes or hours follow the clock instead: they leave out a time
 * that is skipped, and fire at both occurrences of one that comes twice.
 */
export function nextFireTime(expression: CronExpression, anchor: number, after: number): number | undefined {
  if (expression.kind === 'every') return nextMultiple(anchor, expression.minutes * 60_000, after);
  if (expression.kind === 'once') return expression.at > after ? expression.at : undefined;
  return new Cron(patternOf(expression), { timezone: expression.timeZone })
    .nextRun(new Date(after))
    ?.getTime();
}

/** The instants between which a schedule fires, both inclusive; without bounds for ever. */
export interface FiringWindow {
  readonly startAt?: number;
  readonly endAt?: number;
}

/** As {@link nextFireTime}, within a window. */
export function nextFireTimeWithin(
  expression: CronExpression,
  anchor: number,
  { startAt, endAt }: FiringWindow,
  after: number,
): number | undefined {
  const next = nextFireTime(expression, anchor, startAt === undefined ? after : Math.max(after, startAt - 1));
  return next === undefined || (endAt !== undefined && next > endAt) ? undefined : next;
}

function nextMultiple(anchor: number, period: number, after: number): number {
  const start = Math.floor(anchor / 1000) * 1000;
  const past = Math.floor((after - start) / period);
  return start + (past + 1) * period;
}

function patternOf(cron: CronFields): string {
  const fields = [cron.minute, cron.hour, cron.dayOfMonth, cron.month, cron.dayOfWeek];
  return [cron.second, ...fields.map(textOf)].join(' ');
}

/** A range of one value must be written as a number for the library to see a fixed time of day. */
function textOf(field: CronField): string {
  if (field === '*') return '*';
  const texts = field.map(({ from, to, step }) => (from === to ? `${from}` : `${from}-${to}/${step}`));
  return texts.join(',');
}

import { parseRfc3339 } from '../common/rfc3339.ts';
import { CRON_FIELDS, type CronField, parseCronField } from './cron-field.ts';

/** A schedule's expression after checking: every so many minutes, once, or six fields in a time zone. */
export type CronExpression = EveryMinutes | Once | CronFields;

/** `@every Nm`. */
export interface EveryMinutes {
  readonly kind: 'every';
  readonly minutes: number;
}

/** `at(<RFC 3339 time>)`: one instant, in milliseconds and whole seconds. */
export interface Once {
  readonly kind: 'once';
  readonly at: number;
}

/** Six fields, in the wall-clock time of an IANA time zone. At most one of the two day fields is restricted. */
export interface CronFields {
  readonly kind: 'cron';
  readonly timeZone: string;
  readonly second: number;
  readonly minute: CronField;
  readonly hour: CronField;
  readonly dayOfMonth: CronField;
  readonly month: CronField;
  readonly dayOfWeek: CronField;
}

type SixWords = readonly [string, string, string, string, string, string];

/** The problem of a text that is no expression: the word, its place, and the words that are allowed. */
export interface CronProblem {
  readonly kind: 'problem';
  readonly message: string;
}

/** Longest period of `@every`: a year of minutes. */
const MAX_EVERY_MINUTES = 525_600;

/** Last day of each month, in leap years. */
const LAST_DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

const FORMS =
  'allowed are "@every <minutes>m", "at(<time>)" and six fields "second minute hour day-of-month month day-of-week"';

/** The expression in a text (docs/reference/language.md 9.1), or the problem of the text. */
export function parseCronExpression(text: string): CronExpression | CronProblem {
  const words = text.split(/\s+/).filter((word) => word !== '');
  const timeZone = /^CRON_TZ=(.*)$/.exec(`${words[0]}`)?.[1];
  const once = /^at\((.*)\)$/.exec(words.join(' '))?.[1];
  if (once !== undefined) return parseOnce(once.trim());
  if (words[0] === '@every') return parseEvery(words.slice(1));
  if (timeZone === undefined) return parseFields(words, 'UTC');
  if (isTimeZone(timeZone)) return parseFields(words.slice(1), timeZone);
  return problem(
    `CRON_TZ names the unknown time zone "${timeZone}"; allowed are IANA names such as Asia/Shanghai`,
  );
}

function parseEvery(words: readonly string[]): EveryMinutes | CronProblem {
  const period = words.join(' ');
  const minutes = Number(/^(\d+)m$/.exec(period)?.[1]);
  if (minutes >= 1 && minutes <= MAX_EVERY_MINUTES) return { kind: 'every', minutes };
  return problem(
    `@every is followed by "${period}"; allowed are whole minutes from 1m to ${MAX_EVERY_MINUTES}m`,
  );
}

function parseOnce(text: string): Once | CronProblem {
  const at = parseRfc3339(text);
  if (at !== undefined) return { kind: 'once', at: Math.floor(at / 1_000) * 1_000 };
  return problem(`at() holds "${text}"; allowed is an RFC 3339 time like 2030-12-24T18:00:00+08:00`);
}

function parseFields(words: readonly string[], timeZone: string): CronFields | CronProblem {
  if (!isSix(words)) return problem(`"${words.join(' ')}" has ${words.length} fields, not six; ${FORMS}`);
  const [second, minute, hour, dayOfMonth, month, dayOfWeek] = words;
  const problems: string[] = [];
  parseCronField(second, CRON_FIELDS.second, problems);
  const fields: CronFields = {
    kind: 'cron',
    timeZone,
    second: Number(second),
    minute: parseCronField(minute, CRON_FIELDS.minute, problems),
    hour: parseCronField(hour, CRON_FIELDS.hour, problems),
    dayOfMonth: parseCronField(dayOfMonth, CRON_FIELDS.dayOfMonth, problems),
    month: parseCronField(month, CRON_FIELDS.month, problems),
    dayOfWeek: parseCronField(dayOfWeek, CRON_FIELDS.dayOfWeek, problems),
  };
  return problems.length === 0 ? checkTogether(fields) : problem(problems.join('. '));
}

function isSix(words: readonly string[]): words is SixWords {
  return words.length === 6;
}

function checkTogether(cron: CronFields): CronFields | CronProblem {
  const { dayOfMonth, dayOfWeek, month } = cron;
  if (dayOfMonth === '*') return cron;
  if (dayOfWeek !== '*') {
    return problem('Day-of-month and day-of-week are both restricted; at least one of them must be * or ?');
  }
  const firstDay = Math.min(...dayOfMonth.map((range) => range.from));
  if (LAST_DAYS.some((lastDay, index) => firstDay <= lastDay && contains(month, index + 1))) return cron;
  return problem(`Day-of-month ${firstDay} exists in none of the months; the expression would never fire`);
}

function contains(field: CronField, value: number): boolean {
  if (field === '*') return true;
  return field.some(({ from, to, step }) => value >= from && value <= to && (value - from) % step === 0);
}

/** Offsets such as +08:00 pass as time zones in some runtimes; they are no IANA names. */
function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

function problem(message: string): CronProblem {
  return { kind: 'problem', message };
}

import { randomUUID } from 'node:crypto';
import { Cron } from 'croner';
import type { Instant } from '../../../src/interpreter/event.ts';
import { awsError, serve, type TestRequest, type TestResponse, type TestServer } from './http.ts';

/** The part of a schedule that the emulator looks at. */
interface ScheduleBody {
  readonly GroupName: string;
  readonly State?: 'ENABLED' | 'DISABLED';
  readonly ScheduleExpression: string;
  readonly ScheduleExpressionTimezone?: string;
  /** Seconds since 1970. */
  readonly StartDate?: number;
  readonly ActionAfterCompletion?: 'NONE' | 'DELETE';
  readonly Target: { readonly Arn: string; readonly Input: string };
}

interface Kept {
  readonly body: ScheduleBody;
  dueAt: Instant | undefined;
}

const MINUTES = { minute: 1, minutes: 1, hour: 60, hours: 60, day: 1440, days: 1440 } as const;
const FIVE_MINUTES = 300_000;

/**
 * Schedules behind the protocol of EventBridge Scheduler, at the times of `Date`: a test moves those and calls `fireDue`.
 *
 * Not here: time zones of `at`, end dates, flexible windows, retries, groups and lists.
 */
export class SchedulerEmulator {
  readonly #deliver: (targetArn: string, input: string) => Promise<void>;
  readonly #lagMs: number;
  readonly #kept = new Map<string, Kept>();
  #server: TestServer | undefined;

  /** Fires `lagMs` after the due time: the real one takes up to a minute. */
  constructor(deliver: (targetArn: string, input: string) => Promise<void>, lagMs = 0) {
    this.#deliver = deliver;
    this.#lagMs = lagMs;
  }

  async open(): Promise<string> {
    this.#server = await serve(async (request) => this.#answer(request));
    return this.#server.endpoint;
  }

  async close(): Promise<void> {
    await this.#server?.close();
  }

  /** The present schedules, by group and name. */
  get schedules(): ReadonlyMap<string, { readonly body: ScheduleBody }> {
    return this.#kept;
  }

  /** When the next schedule fires; undefined when none will. */
  nextDue(): Instant | undefined {
    const times = [...this.#kept.values()].map(({ dueAt }) => dueAt).filter((dueAt) => dueAt !== undefined);
    return times.length === 0 ? undefined : Math.min(...times) + this.#lagMs;
  }

  /** Fires everything that is due. */
  async fireDue(): Promise<void> {
    for (const [key, kept] of [...this.#kept]) {
      const { body, dueAt } = kept;
      if (dueAt === undefined || dueAt + this.#lagMs > Date.now()) continue;
      await this.#fire(body, dueAt);
      kept.dueAt = body.ScheduleExpression.startsWith('at(') ? undefined : nextTime(body, dueAt);
      if (kept.dueAt === undefined && body.ActionAfterCompletion === 'DELETE') this.#kept.delete(key);
    }
  }

  /** Fires every cron schedule for the last time that it was due, though it may not have been there by then. */
  async fireLast(): Promise<void> {
    for (const { body } of [...this.#kept.values()]) {
      const [, fields] = /^cron\((.*)\)$/.exec(body.ScheduleExpression) ?? [];
      if (fields === undefined || body.State === 'DISABLED') continue;
      const [last] = awsCron(fields, body.ScheduleExpressionTimezone ?? 'UTC').previousRuns(1);
      if (last !== undefined) await this.#fire(body, last.getTime());
    }
  }

  async #fire({ Target }: ScheduleBody, dueAt: Instant): Promise<void> {
    const time = new Date(dueAt).toISOString().replace('.000Z', 'Z');
    const words = { 'scheduled-time': time, 'execution-id': randomUUID() };
    const input = Target.Input.replaceAll(
      /<aws\.scheduler\.(scheduled-time|execution-id)>/g,
      (_, word: keyof typeof words) => words[word],
    );
    await this.#deliver(Target.Arn, input);
  }

  #answer({ method, path, query, body: bytes }: TestRequest): TestResponse {
    const name = decodeURIComponent(path.replace('/schedules/', ''));
    const body: ScheduleBody = bytes.length > 0 ? JSON.parse(bytes.toString()) : undefined;
    const key = `${body?.GroupName ?? query.get('groupName')}/${name}`;
    const exists = this.#kept.has(key);
    if (!/^[\w.-]{1,64}$/.test(name)) return awsError(400, 'ValidationException', `Name ${name}`);
    if (method === 'POST' && exists) return awsError(409, 'ConflictException', `Schedule ${name} exists`);
    if (method !== 'POST' && !exists)
      return awsError(404, 'ResourceNotFoundException', `No schedule ${name}`);
    if (method === 'DELETE') this.#kept.delete(key);
    else {
      const problem = problemOf(body);
      if (problem !== undefined) return awsError(400, 'ValidationException', problem);
      this.#kept.set(key, { body, dueAt: nextTime(body, Date.now()) });
    }
    return { status: 200, headers: { 'content-type': 'application/json' }, body: '{"ScheduleArn":"arn"}' };
  }
}

function problemOf({ ScheduleExpression, StartDate }: ScheduleBody): string | undefined {
  if (!/^(at|rate|cron)\(.*\)$/.test(ScheduleExpression)) return `Expression ${ScheduleExpression}`;
  if (StartDate !== undefined && StartDate * 1000 < Date.now() - FIVE_MINUTES) return 'StartDate is past';
  return undefined;
}

function nextTime(body: ScheduleBody, after: Instant): Instant | undefined {
  if (body.State === 'DISABLED') return undefined;
  const [, kind, content = ''] = /^(at|rate|cron)\((.*)\)$/.exec(body.ScheduleExpression) ?? [];
  if (kind === 'at') return Date.parse(`${content}Z`);
  if (kind === 'rate') return nextOfRate(content, (body.StartDate ?? after / 1000) * 1000, after);
  return awsCron(content, body.ScheduleExpressionTimezone ?? 'UTC')
    .nextRun(new Date(after))
    ?.getTime();
}

function nextOfRate(content: string, start: Instant, after: Instant): Instant {
  const [count, unit] = content.split(' ');
  const period = Number(count) * MINUTES[unit as keyof typeof MINUTES] * 60_000;
  return after < start ? start : start + (Math.floor((after - start) / period) + 1) * period;
}

/** A cron expression of AWS, without its brackets, as another program reads it. */
export function awsCron(fields: string, timezone: string): Cron {
  const [minute, hour, day, month, weekday, year] = fields.split(' ').map((field) => field.replace('?', '*'));
  // The library knows no steps that begin at a single value.
  const [fromMinute, fromHour, fromDay, fromMonth] = [
    openStep(minute, 59),
    openStep(hour, 23),
    openStep(day, 31),
    openStep(month, 12),
  ];
  return new Cron(`0 ${fromMinute} ${fromHour} ${fromDay} ${fromMonth} ${weekday} ${year}`, { timezone });
}

function openStep(field = '*', max = 0): string {
  return field.replace(/^(\d+)\/(\d+)$/, `$1-${max}/$2`);
}

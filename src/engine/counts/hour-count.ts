import type { Instant } from '../../interpreter/event.ts';
import type { EndedRun, FlowCount } from '../../ports/flow-counts.ts';
import { bucketOf, type Durations, percentile } from './duration-buckets.ts';

const HOUR_MS = 3_600_000;

/** Hours that are added up: the current one and those before. */
export const HOURS = 24;

/** The ends of one flow in one hour. */
export interface HourCount {
  /** Hours since 1970. */
  readonly hour: number;
  readonly ended: FlowCount['ended'];
  readonly durations: Durations;
  readonly last: EndedRun;
}

/** The hour of an instant. */
export function hourOf(at: Instant): number {
  return Math.floor(at / HOUR_MS);
}

/** The hour with one more end, which may be its first. */
export function withEnd(before: HourCount | undefined, run: EndedRun): HourCount {
  const { status, startedAt, stoppedAt } = run;
  const { ended = {}, durations = {} } = before ?? {};
  const bucket = bucketOf(stoppedAt - startedAt);
  return {
    hour: hourOf(stoppedAt),
    ended: { ...ended, [status]: (ended[status] ?? 0) + 1 },
    durations: { ...durations, [bucket]: (durations[bucket] ?? 0) + 1 },
    last: run,
  };
}

/** The sum of a flow's hours, which may be in any order, at an instant; undefined without any. */
export function countOf(hours: readonly HourCount[], now: Instant): FlowCount | undefined {
  const newest = hours.toSorted((one, other) => other.hour - one.hour)[0];
  if (newest === undefined) return undefined;
  const counted = hours.filter(({ hour }) => hour > hourOf(now) - HOURS);
  const durations = sum(counted.map((each) => each.durations));
  const [median, p95] = [percentile(durations, 0.5), percentile(durations, 0.95)];
  return {
    last: newest.last,
    ended: sum(counted.map(({ ended }) => ended)),
    ...(median !== undefined && { median }),
    ...(p95 !== undefined && { p95 }),
  };
}

function sum<K extends PropertyKey>(counts: readonly Readonly<Partial<Record<K, number>>>[]) {
  const total: Partial<Record<K, number>> = {};
  for (const each of counts) {
    for (const key of Object.keys(each) as K[]) total[key] = (total[key] ?? 0) + (each[key] ?? 0);
  }
  return total;
}

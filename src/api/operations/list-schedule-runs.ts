import { namePrefix, startMessage } from '../../engine/schedule-start.ts';
import type { Instant } from '../../interpreter/event.ts';
import type { ExecutionHeader } from '../../ports/execution-store.ts';
import type { ScheduleRecord } from '../../ports/flow-store.ts';
import type { ScheduleRunView } from '../contract/schedules.ts';
import { operation } from '../operation.ts';
import { integerUpTo, name } from '../params/param-kinds.ts';
import { optional, required } from '../params/params.ts';
import { formatTime } from '../views/format-time.ts';
import { fireTimesAfter } from '../views/schedule-view.ts';
import { findSchedule } from './lookup.ts';

const MOST_RUNS = 100;
const USUAL_RUNS = 10;
const NEXT_TIMES = 10;
const HOUR_MS = 3_600_000;
/** So far back fire times are computed, the shortest stretch with enough of them; earlier ones are listed where they started something. */
const LOOKED_BACK_HOURS = [1, 4, 24];
/** Times of a day, one a minute. */
const MOST_TIMES = 1_440;
/** A start comes later than its time: by a minute on AWS, and by its way through a queue. */
const LATE_MS = 120_000;

/** Lists the last fire times of a schedule with their outcomes, newest first, and the next ten. */
export const listScheduleRuns = operation(
  'ListScheduleRuns',
  { FlowName: required(name), ScheduleName: required(name), Limit: optional(integerUpTo(MOST_RUNS)) },
  async ({ FlowName, ScheduleName, Limit = USUAL_RUNS }, services, { requestId }) => {
    const schedule = await findSchedule(services, FlowName, ScheduleName);
    const { executions } = await services.executions.list({
      flowId: schedule.flowId,
      namePrefix: namePrefix(schedule),
      limit: Limit,
    });
    const now = services.clock.now();
    const isComplete = executions.length < Limit;
    const runs = new Map<string, ScheduleRunView>();
    for (const [at, run] of [
      ...missed(schedule, now, Limit, isComplete ? 0 : Math.min(...executions.map(scheduledAt))),
      ...noted(schedule),
      ...executions.map((execution) => [scheduledAt(execution), started(execution)] as const),
    ]) {
      runs.set(run.ExecutionName ?? startMessage(schedule, at).executionName, run);
    }
    const newestFirst = [...runs.values()].toSorted((a, b) => (a.ScheduledTime < b.ScheduledTime ? 1 : -1));
    return {
      Runs: newestFirst.slice(0, Limit),
      NextFireTimes: fireTimesAfter(schedule, now, NEXT_TIMES).map(formatTime),
      RequestId: requestId,
    };
  },
);

type TimedRun = readonly [at: Instant, run: ScheduleRunView];

function started(execution: ExecutionHeader): ScheduleRunView {
  return {
    ScheduledTime: formatTime(scheduledAt(execution)),
    Outcome: 'Started',
    ExecutionName: execution.id.name,
    Status: execution.end?.status ?? 'Running',
  };
}

/** The fire time in the name of an execution. */
function scheduledAt({ id, startedAt }: ExecutionHeader): Instant {
  const [, day, hour, minute, second] = /-(\d{8})T(\d\d)(\d\d)(\d\d)Z(?:-now)?$/.exec(id.name) ?? [];
  if (day === undefined) return startedAt;
  const date = day.replace(/(\d{4})(\d\d)(\d\d)/, '$1-$2-$3');
  return Date.parse(`${date}T${hour}:${minute}:${second}Z`);
}

function noted({ skipped = [], waiting }: ScheduleRecord): readonly TimedRun[] {
  const skips = skipped.map(({ at, reason }): TimedRun => {
    return [at, { ScheduledTime: formatTime(at), Outcome: 'Skipped', Reason: reason }];
  });
  if (waiting === undefined) return skips;
  return [...skips, [waiting, { ScheduledTime: formatTime(waiting), Outcome: 'Waiting' }]];
}

/** Fire times since the last change of which nothing is known; those that started something or were skipped replace them. */
function missed(schedule: ScheduleRecord, now: Instant, limit: number, since: Instant): readonly TimedRun[] {
  let times: readonly Instant[] = [];
  for (const hours of LOOKED_BACK_HOURS) {
    const from = Math.max(schedule.modifiedAt, now - hours * HOUR_MS, since);
    times = fireTimesAfter(schedule, from, MOST_TIMES).filter((at) => at < now - LATE_MS);
    if (times.length >= limit) break;
  }
  const Reason = 'the service was off, or it had nothing to start by then';
  return times.map((at) => [at, { ScheduledTime: formatTime(at), Outcome: 'Missed', Reason }]);
}

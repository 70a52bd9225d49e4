import { firingMessage, namePrefix, startMessage } from '../../engine/schedule-start.ts';
import type { Instant } from '../../interpreter/event.ts';
import type { OverlapPolicy, ScheduleRecord } from '../../ports/flow-store.ts';
import { parseCronExpression } from '../../schedules/cron-expression.ts';
import { nextFireTimeWithin } from '../../schedules/next-fire-time.ts';
import { ask } from './client.ts';
import { BrokenPromise, type SimulatedLog } from './log.ts';
import type { SimulatedWorld } from './simulated-world.ts';

/** A schedule that starts executions, and what a client makes up for. */
export interface ScheduledStarts {
  readonly flowName: string;
  readonly cronExpression: string;
  readonly overlap?: OverlapPolicy;
  readonly jitterSeconds: number;
  /** It fires for so long, in milliseconds. */
  readonly lasts: number;
  /** Every so manieth firing comes again, so many milliseconds later. */
  readonly again: { readonly every: number; readonly after: number };
  /** Firings that are due in this time after the schedule was created all come at its end: the service was off. */
  readonly off?: { readonly from: number; readonly until: number };
  /** When a client asks to start what had been due by then, whatever became of it. */
  readonly backfillAfter?: number;
}

const SCHEDULE = 'due';

/** An execution that is about to start is stopped by a message, which may take so many milliseconds. */
const STOP = 20_000;

/** Clocks of processes differ by up to so many milliseconds. */
const SKEW = 3_000;

/** Creates the schedule and lets it fire, as a service outside does on AWS and the process itself in the embedded home. */
export async function startBySchedule(world: SimulatedWorld, given: ScheduledStarts): Promise<void> {
  const schedule = await createSchedule(world, given);
  for (const [index, due] of dueTimes(schedule).entries()) {
    const fire = () => void world.queue.send(firing(world, schedule, due));
    world.clock.schedule(comesAt(firesAt(world, schedule, due), schedule, given), fire);
    if (index % given.again.every === 0) world.clock.schedule(due + given.again.after, fire);
  }
  const { backfillAfter } = given;
  if (backfillAfter !== undefined) world.after(backfillAfter, () => backfill(world, schedule));
}

/** When a firing comes that would at some instant, were the service never off. */
function comesAt(at: Instant, { createdAt }: ScheduleRecord, { off }: ScheduledStarts): Instant {
  const isMissed = off !== undefined && at >= createdAt + off.from && at < createdAt + off.until;
  return isMissed ? createdAt + off.until : at;
}

async function createSchedule(world: SimulatedWorld, given: ScheduledStarts): Promise<ScheduleRecord> {
  const { flowName, cronExpression, overlap, jitterSeconds, lasts } = given;
  const flow = await world.flows.readFlow(flowName);
  if (flow === undefined) throw new Error(`There is no flow ${flowName}`);
  const now = world.clock.now();
  const schedule: ScheduleRecord = {
    ...{ id: world.ids.uuid(), flowId: flow.id, flowName, name: SCHEDULE, version: 1, cronExpression },
    ...{ description: '', payload: '', isEnabled: true, createdAt: now, modifiedAt: now },
    ...(overlap !== undefined && { overlap }),
    ...{ jitterSeconds, startAt: now, endAt: now + lasts },
  };
  await world.flows.createSchedule(schedule);
  return schedule;
}

function firing({ fates }: SimulatedWorld, schedule: ScheduleRecord, due: Instant) {
  if (fates.home === 'embedded') return firingMessage(schedule, due);
  const dueAt = new Date(firesAt({ fates }, schedule, due)).toISOString();
  const { flowId, id } = schedule;
  return { kind: 'schedule-fired', flowId, scheduleName: SCHEDULE, scheduleId: id, dueAt } as const;
}

/** The service outside fires at whole minutes, and knows of no second. */
function firesAt({ fates }: Pick<SimulatedWorld, 'fates'>, schedule: ScheduleRecord, due: Instant): Instant {
  const expression = parseCronExpression(schedule.cronExpression);
  const isAtMinute = fates.home === 'aws' && expression.kind === 'cron';
  return isAtMinute ? due - expression.second * 1_000 : due;
}

function dueTimes(schedule: ScheduleRecord): readonly Instant[] {
  const expression = parseCronExpression(schedule.cronExpression);
  if (expression.kind === 'problem') throw new Error(expression.message);
  const times: Instant[] = [];
  for (;;) {
    const due = nextFireTimeWithin(
      expression,
      schedule.modifiedAt,
      schedule,
      times.at(-1) ?? schedule.createdAt,
    );
    if (due === undefined) return times;
    times.push(due);
  }
}

function backfill(world: SimulatedWorld, schedule: ScheduleRecord): void {
  const by = world.clock.now() - SKEW;
  const params = {
    ...{ FlowName: schedule.flowName, ScheduleName: SCHEDULE },
    ...{ StartTime: new Date(schedule.createdAt + 1_000).toISOString(), EndTime: new Date(by).toISOString() },
  };
  ask(world, 'BackfillSchedule', params, () => ({ status, body }) => {
    if (status !== 200) throw new BrokenPromise(`a backfill was refused with ${body['Code']}`);
    const missing = dueTimes(schedule).filter((due) => due <= by);
    // Its messages are sent by now, and each starts what had not been started: that is looked at when all is over.
    world.after(0, () => world.backfilled.push(...missing));
  });
}

/**
 * Looks whether each firing has started its execution, in time and once, or has been noted as skipped; and, on days without an outage,
 * whether executions that must not overlap did.
 *
 * @throws BrokenPromise
 */
export async function checkSchedules(world: SimulatedWorld, { flowName, overlap }: ScheduledStarts) {
  const flow = await world.flows.readFlow(flowName);
  const schedule = await world.flows.readSchedule(flow?.id ?? '', SCHEDULE);
  if (schedule === undefined) throw new BrokenPromise('the schedule is gone');
  const skipped = new Set(schedule.skipped?.map(({ at }) => at));
  const due = dueTimes(schedule);
  for (const at of due) {
    const log = world.logs.named(startMessage(schedule, at).executionName);
    if (log === undefined && !skipped.has(at)) throw new BrokenPromise(`the firing of ${at} is lost`);
    if (log === undefined && world.backfilled.includes(at))
      throw new BrokenPromise(`the firing of ${at} was made up for, and did not start`);
    if (overlap === undefined && skipped.has(at)) throw new BrokenPromise(`the firing of ${at} was skipped`);
    if (log !== undefined && log.header.startedAt < at - 2 * SKEW)
      throw new BrokenPromise(`the firing of ${at} came early`);
  }
  if (schedule.waiting !== undefined)
    throw new BrokenPromise(`the firing of ${schedule.waiting} waits for ever`);
  const started = world.logs.all().filter(({ header }) => header.id.name.startsWith(namePrefix(schedule)));
  if (started.length > due.length) throw new BrokenPromise('a schedule has started more than was due');
  const { outage } = world.fates;
  if (overlap !== undefined && outage === undefined && world.backfilled.length === 0)
    checkOverlap(started, overlap === 'CancelOther' ? STOP : 0);
}

/** @throws BrokenPromise when two run together for longer than stopping the first may take */
function checkOverlap(started: readonly SimulatedLog[], most: number): void {
  const inOrder = started.toSorted((a, b) => a.header.startedAt - b.header.startedAt);
  for (const [index, { header, state }] of inOrder.entries()) {
    const next = inOrder[index + 1];
    // The later one may be what is stopped: two that begin at a time are in no order.
    const until = Math.min(state.end?.at ?? 0, next?.state.end?.at ?? 0);
    if (next !== undefined && until > next.header.startedAt + 2 * SKEW + most)
      throw new BrokenPromise(`${header.id.name} runs beside the next execution of its schedule`);
  }
}

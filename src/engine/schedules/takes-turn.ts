import { unreachable } from '../../common/unreachable.ts';
import type { Command } from '../../interpreter/command.ts';
import type { Instant } from '../../interpreter/event.ts';
import type { ScheduleTurn, StartMessage } from '../../ports/dispatch-queue.ts';
import type { ExecutionId } from '../../ports/execution-store.ts';
import type { ScheduleRecord } from '../../ports/flow-store.ts';
import { namePrefix, startMessage } from '../schedule-start.ts';
import type { EngineServices } from '../services.ts';
import { submitCommand } from '../submit-command.ts';
import { changeSchedule, skip, withSkipped } from './change-schedule.ts';

/** A start that waits for an execution to end looks again after so many seconds. */
const LOOK_AGAIN_SECONDS = 15;
/** Executions of one schedule that are stopped at a time. */
const STOPPED_AT_ONCE = 100;
/** A turn whose execution is not there holds for so long: no handler works longer, and that of an old one may be kept no longer. */
const TURN_SECONDS = 900;

/**
 * Decides by the overlap policy of a schedule whether a firing may start its execution now (docs/reference/language.md 9.3).
 *
 * The turn is taken by a write to the schedule that holds only if the schedule is as it was read: of several firings at a time one
 * takes it, and the others find its execution running, or about to start. A firing that may not start is noted in the schedule with the
 * reason, or sent again to wait. One that waits makes way for the next firing that finds nothing running, so a message that was lost
 * holds up no other.
 *
 * @returns false when nothing is to be started by this message.
 */
export async function takesTurn(
  services: EngineServices,
  message: StartMessage,
  turn: ScheduleTurn,
): Promise<boolean> {
  for (;;) {
    const isTaken = await tryTurn(services, message, turn);
    if (isTaken !== undefined) return isTaken;
  }
}

/** @returns undefined when the schedule has changed meanwhile */
async function tryTurn(
  services: EngineServices,
  message: StartMessage,
  turn: ScheduleTurn,
): Promise<boolean | undefined> {
  const { flowId, scheduleName, scheduleId, dueAt } = turn;
  const schedule = await services.flows.readSchedule(flowId, scheduleName);
  if (schedule?.id !== scheduleId || !schedule.isEnabled) return false;
  if (turn.isWaiting && schedule.waiting !== dueAt) return false;
  if (isSkipped(schedule, dueAt)) return false;
  if ((await services.executions.readHeader({ flowId, name: message.executionName })) !== undefined) {
    await endTurn(services, turn);
    return false;
  }
  const { overlap, turn: taken } = schedule;
  // Its turn was taken when this message came before.
  if (overlap === undefined || taken?.dueAt === dueAt) return true;
  const last = await lastTaken(services, schedule);
  // The one that took its turn last is reason enough to wait; who stops others has to know all.
  const running =
    last !== undefined && overlap !== 'CancelOther' ? [last] : await runningOf(services, schedule);
  const [other = last] = running;
  if (other === undefined) return await take(services, schedule, dueAt);
  const reason = `${other.name} was still running`;
  switch (overlap) {
    case 'Skip':
      await skip(services, schedule, { at: dueAt, reason });
      return false;
    case 'CancelOther':
      if (taken !== undefined && taken.dueAt > dueAt) {
        await skip(services, schedule, { at: dueAt, reason: 'a later firing came first' });
        return false;
      }
      for (const id of running) await stop(services, id, schedule);
      if (last !== undefined && !running.some(({ name }) => name === last.name))
        await stopLater(services, last, schedule);
      return await take(services, schedule, dueAt);
    case 'BufferOne':
      await wait(services, schedule, message, turn);
      return false;
    default:
      return unreachable(overlap);
  }
}

/** @returns undefined when the schedule has changed since it was read */
async function take(
  { flows, clock }: EngineServices,
  schedule: ScheduleRecord,
  dueAt: Instant,
): Promise<true | undefined> {
  const turn = { dueAt, at: clock.now() };
  return (await flows.updateSchedule({ ...schedule, turn, version: schedule.version + 1 })) || undefined;
}

/** The execution for which the turn was taken last, unless it has ended: it is about to start, or runs before any list has it. */
async function lastTaken(
  { executions, clock }: EngineServices,
  schedule: ScheduleRecord,
): Promise<ExecutionId | undefined> {
  const { turn, flowId } = schedule;
  if (turn === undefined) return undefined;
  const id = { flowId, name: startMessage(schedule, turn.dueAt).executionName };
  const header = await executions.readHeader(id);
  const isOver =
    header === undefined ? clock.now() - turn.at > TURN_SECONDS * 1000 : header.end !== undefined;
  return isOver ? undefined : id;
}

function isSkipped({ skipped }: ScheduleRecord, dueAt: Instant): boolean {
  return skipped?.some(({ at }) => at === dueAt) === true;
}

/** Running executions of a schedule; their list may lag behind by about a second. */
async function runningOf(
  { executions }: EngineServices,
  schedule: ScheduleRecord,
): Promise<readonly ExecutionId[]> {
  const query = {
    flowId: schedule.flowId,
    namePrefix: namePrefix(schedule),
    status: 'Running',
    limit: STOPPED_AT_ONCE,
  } as const;
  let nextToken: string | undefined;
  do {
    const page = await executions.list({ ...query, ...(nextToken !== undefined && { nextToken }) });
    if (page.executions.length > 0) return page.executions.map(({ id }) => id);
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return [];
}

async function stop(services: EngineServices, id: ExecutionId, schedule: ScheduleRecord): Promise<void> {
  await submitCommand(services, id, stopOf(schedule));
}

/** The message waits for an execution that is not there yet. */
async function stopLater(
  { queue }: EngineServices,
  execution: ExecutionId,
  schedule: ScheduleRecord,
): Promise<void> {
  await queue.send({ kind: 'command', execution, command: stopOf(schedule) });
}

function stopOf({ name }: ScheduleRecord): Command {
  const failure = { error: 'ScheduleOverlap', cause: `Schedule ${name} has started its next execution.` };
  return { type: 'Stop', failure };
}

/**
 * Ends the wait of a firing whose start was made. A start takes the place of an earlier one that waits; that one is noted as skipped. A
 * later one waits on: this start is a repeat, or came at the same time.
 */
export async function endTurn(
  services: EngineServices,
  { flowId, scheduleName, scheduleId, dueAt }: ScheduleTurn,
): Promise<void> {
  const schedule = await services.flows.readSchedule(flowId, scheduleName);
  if (schedule?.id !== scheduleId || schedule.waiting === undefined) return;
  const { waiting } = schedule;
  if (waiting > dueAt) return;
  await changeSchedule(services, schedule, (before) => {
    // Another firing may have begun to wait since the schedule was read.
    const { waiting: newest, ...rest } = before;
    if (newest !== waiting) return before;
    const reason = 'it waited until the next firing took its place';
    return waiting === dueAt ? rest : withSkipped(rest, { at: waiting, reason });
  });
}

async function wait(
  services: EngineServices,
  schedule: ScheduleRecord,
  message: StartMessage,
  turn: ScheduleTurn,
): Promise<void> {
  const { dueAt } = turn;
  let waiting: Instant | undefined = schedule.waiting;
  if (waiting === undefined) {
    await changeSchedule(services, schedule, (before) => {
      // Since the schedule was read, another firing may have begun to wait, or a repeat of this one has been skipped.
      waiting = before.waiting ?? (isSkipped(before, dueAt) ? undefined : dueAt);
      return waiting === undefined ? before : { ...before, waiting };
    });
  }
  if (waiting === dueAt) {
    await services.queue.send({ ...message, turn: { ...turn, isWaiting: true } }, LOOK_AGAIN_SECONDS);
  } else if (waiting !== undefined) {
    const waits = new Date(waiting).toISOString();
    await skip(services, schedule, { at: dueAt, reason: `the start of ${waits} was waiting already` });
  }
}

import { unreachable } from '../../common/unreachable.ts';
import type { Instant } from '../../interpreter/event.ts';
import type { ScheduleTurn, StartMessage } from '../../ports/dispatch-queue.ts';
import type { ExecutionHeader } from '../../ports/execution-store.ts';
import type { ScheduleRecord } from '../../ports/flow-store.ts';
import { namePrefix } from '../schedule-start.ts';
import type { EngineServices } from '../services.ts';
import { submitCommand } from '../submit-command.ts';
import { changeSchedule, skip } from './change-schedule.ts';

/** A start that waits for an execution to end looks again after so many seconds. */
const LOOK_AGAIN_SECONDS = 15;
/** Executions of one schedule that are stopped at a time. */
const STOPPED_AT_ONCE = 100;

/**
 * Decides by the overlap policy of a schedule whether a firing may start its execution now (docs/reference/language.md 9.3).
 *
 * A firing that may not is noted in the schedule with the reason, or sent again to wait. One that waits makes way for the next firing
 * that finds nothing running, so a message that was lost holds up no other.
 *
 * @returns false when nothing is to be started by this message.
 */
export async function takesTurn(
  services: EngineServices,
  message: StartMessage,
  turn: ScheduleTurn,
): Promise<boolean> {
  const { flowId, scheduleName, scheduleId, dueAt } = turn;
  const schedule = await services.flows.readSchedule(flowId, scheduleName);
  if (schedule?.id !== scheduleId || !schedule.isEnabled) return false;
  if (turn.isWaiting && schedule.waiting !== dueAt) return false;
  if (isSkipped(schedule, dueAt)) return false;
  if ((await services.executions.readHeader({ flowId, name: message.executionName })) !== undefined) {
    await endTurn(services, turn);
    return false;
  }
  const running = await runningOf(services, schedule);
  const [other] = running;
  if (other === undefined) return true;
  const reason = `${other.id.name} was still running`;
  const { overlap } = schedule;
  switch (overlap) {
    case undefined:
      return true;
    case 'Skip':
      await skip(services, schedule, { at: dueAt, reason });
      return false;
    case 'CancelOther':
      for (const { id } of running) await stop(services, id, schedule);
      return true;
    case 'BufferOne':
      await wait(services, schedule, message, turn);
      return false;
    default:
      return unreachable(overlap);
  }
}

function isSkipped({ skipped }: ScheduleRecord, dueAt: Instant): boolean {
  return skipped?.some(({ at }) => at === dueAt) === true;
}

/** Running executions of a schedule; their list may lag behind by about a second. */
async function runningOf(
  { executions }: EngineServices,
  schedule: ScheduleRecord,
): Promise<readonly ExecutionHeader[]> {
  const query = {
    flowId: schedule.flowId,
    namePrefix: namePrefix(schedule),
    status: 'Running',
    limit: STOPPED_AT_ONCE,
  } as const;
  let nextToken: string | undefined;
  do {
    const page = await executions.list({ ...query, ...(nextToken !== undefined && { nextToken }) });
    if (page.executions.length > 0) return page.executions;
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return [];
}

async function stop(
  services: EngineServices,
  id: ExecutionHeader['id'],
  { name }: ScheduleRecord,
): Promise<void> {
  const failure = { error: 'ScheduleOverlap', cause: `Schedule ${name} has started its next execution.` };
  await submitCommand(services, id, { type: 'Stop', failure });
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
  if (waiting !== dueAt) {
    await skip(services, schedule, { at: waiting, reason: 'it waited until the next firing took its place' });
  }
  await changeSchedule(services, schedule, (before) => {
    // Another firing may have begun to wait since the schedule was read.
    const { waiting: newest, ...rest } = before;
    return newest === waiting ? rest : before;
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

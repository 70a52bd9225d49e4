import type { EventView } from '../api/contract.ts';
import { isJsonObject } from '../common/json.ts';
import { mapTarget } from '../targets/map-run.ts';
import { startsExecution } from '../targets/targets.ts';
import { currentRun, type Draft, frameAfter, own, putRun } from './draft.ts';
import { type EventDetail, readDetail } from './event-detail.ts';
import type { Attempt, ExecutionLink, StepRun } from './model.ts';

/** An event of a task: its run's attempts go on. */
export function foldTaskEvent(draft: Draft, event: EventView): void {
  const spot = currentRun(draft, frameAfter(draft, event.ScheduleEventId));
  const changes = spot && changesBy(spot.run, event);
  if (spot === undefined || changes === undefined) return;
  if (event.Type === 'TaskScheduled' && spot.run.attempts.length > 0) countRetry(draft, spot.run);
  putRun(draft, { ...spot.run, ...changes });
  own(draft, event, spot.frame, spot.run.id);
}

function countRetry(draft: Draft, { place }: StepRun): void {
  const totals = draft.totals.get(place);
  if (totals !== undefined) draft.totals.set(place, { ...totals, retries: totals.retries + 1 });
}

function changesBy(run: StepRun, event: EventView): Partial<StepRun> | undefined {
  const at = Date.parse(event.Time);
  switch (event.Type) {
    case 'TaskScheduled':
      return scheduled(run, event, at);
    case 'TaskStarted':
      return { attempts: withLast(run, { startedAt: at }) };
    case 'TaskSubmitted': {
      const child = startedExecution(run, readDetail(event.EventDetail));
      return {
        status: 'waiting',
        attempts: withLast(run, { submittedAt: at }),
        ...(child !== undefined && { child }),
      };
    }
    case 'TaskSucceeded': {
      const child = startedExecution(run, readDetail(event.EventDetail));
      return {
        status: 'running',
        attempts: withLast(run, { endedBy: event.EventId, endedAt: at }),
        ...(child !== undefined && run.pattern === 'requestResponse' && { child }),
      };
    }
    case 'TaskFailed':
    case 'TaskSubmitFailed':
    case 'TaskTimedOut': {
      const { error = '', cause = '' } = readDetail(event.EventDetail);
      return {
        status: 'retrying',
        attempts: withLast(run, { endedBy: event.EventId, endedAt: at, error, cause }),
      };
    }
    default:
      return undefined;
  }
}

function scheduled(run: StepRun, { EventId, EventDetail: text }: EventView, at: number): Partial<StepRun> {
  const { resourceArn, pattern } = readDetail(text);
  return {
    kind: 'task',
    status: 'running',
    inputBy: EventId,
    ...(resourceArn !== undefined && { resourceArn }),
    ...(pattern !== undefined && { pattern }),
    attempts: [...run.attempts, { scheduledBy: EventId, scheduledAt: at }],
  };
}

function withLast({ attempts }: StepRun, changes: Partial<Attempt>): readonly Attempt[] {
  const last = attempts.at(-1);
  return last === undefined ? attempts : [...attempts.slice(0, -1), { ...last, ...changes }];
}

const MAP_RUN = mapTarget('run').resourceArn;

/** The execution that a task has started, by the output of its call; of a distributed foreach its map run. */
function startedExecution({ resourceArn = '' }: StepRun, { output }: EventDetail): ExecutionLink | undefined {
  const isStarted = startsExecution(resourceArn) || resourceArn === MAP_RUN;
  if (!isStarted || !isJsonObject(output)) return undefined;
  const { FlowName: flowName, Name: executionName } = output;
  if (typeof flowName !== 'string' || typeof executionName !== 'string') return undefined;
  return { flowName, executionName };
}

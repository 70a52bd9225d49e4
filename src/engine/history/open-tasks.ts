import type { JsonObject } from '../../common/json.ts';
import type { EventId, Instant } from '../../interpreter/event.ts';
import type { Heartbeat } from '../../interpreter/heartbeats.ts';
import { currentStep, type Frame } from '../../interpreter/state.ts';
import type { ExecutionHeader } from '../../ports/execution-store.ts';
import { ExecutionLog } from '../log/execution-log.ts';
import type { EngineServices } from '../services.ts';
import { taskToken } from '../task-token.ts';
import { eventTime } from './event-time.ts';

/** A task attempt that rests until a worker reports its token. */
export interface OpenTask {
  readonly stepName: string;
  /** The StepEntered event of the step. */
  readonly entry: EventId;
  readonly token: string;
  readonly resourceArn: string;
  /** Retries before this attempt. */
  readonly attempt: number;
  /** The input of the task. */
  readonly input: JsonObject;
  readonly submittedAt: Instant;
  /** Instant at which the task times out; absent when only the flow's own timeout ends it. */
  readonly deadlineAt?: Instant;
  /** Present for a task whose worker owes heartbeats: when the next one is due, and the newest. */
  readonly heartbeat?: { readonly seconds: number; readonly due: Instant; readonly newest?: Heartbeat };
}

/**
 * The tasks of an execution that wait for a callback, in the order in which their lists of steps were entered; none
 * once it has ended.
 *
 * A task whose submitting call has not returned yet is not among them, nor is one that waits for a child execution.
 */
export async function openTasks(
  services: EngineServices,
  header: ExecutionHeader,
): Promise<readonly OpenTask[]> {
  const log = header.end === undefined ? await ExecutionLog.read(services, header.id) : undefined;
  const frames = log?.state.frames.values() ?? [];
  const found = await Promise.all(frames.map((frame) => openTaskOf(services, header, frame)));
  const tasks = found.filter((task) => task !== undefined);
  return tasks.some(({ heartbeat }) => heartbeat !== undefined)
    ? withNewest(tasks, await services.heartbeats.list(header.id))
    : tasks;
}

function withNewest(tasks: readonly OpenTask[], heartbeats: readonly Heartbeat[]): readonly OpenTask[] {
  return tasks.map((task) => {
    const newest = heartbeats.find(({ entry, attempt }) => entry === task.entry && attempt === task.attempt);
    if (task.heartbeat === undefined || newest === undefined) return task;
    const due = Math.max(task.heartbeat.due, newest.at + task.heartbeat.seconds * 1000);
    return { ...task, heartbeat: { ...task.heartbeat, due, newest } };
  });
}

async function openTaskOf(
  services: EngineServices,
  header: ExecutionHeader,
  frame: Frame,
): Promise<OpenTask | undefined> {
  const step = currentStep(frame);
  if (step?.type !== 'task' || step.pattern !== 'waitForCallback') return undefined;
  if (frame.active?.phase.kind !== 'submitted') return undefined;
  const { entry, input, phase } = frame.active;
  const { attempt, deadlineAt, heartbeat } = phase;
  return {
    stepName: step.name,
    entry,
    token: taskToken(header, { frame: frame.id, entry, attempt }),
    resourceArn: step.target.resourceArn,
    attempt,
    input,
    submittedAt: await eventTime(services, header, frame.lastEvent),
    ...(deadlineAt !== undefined && { deadlineAt }),
    ...(heartbeat !== undefined && { heartbeat }),
  };
}

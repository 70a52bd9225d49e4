import type { OperationName } from '../../api/contract.ts';
import type { JsonObject } from '../../common/json.ts';
import { globalTaskId } from '../../engine/task-id.ts';
import { taskToken } from '../../engine/task-token.ts';
import type { TaskId } from '../../interpreter/command.ts';
import { taskId } from '../../interpreter/effects.ts';
import type { EventId } from '../../interpreter/event.ts';
import { awaitedAttempt } from '../../interpreter/evolve-task.ts';
import type { ExecutionRecord } from '../../interpreter/record.ts';
import { currentStep, hasEnded } from '../../interpreter/state.ts';
import type { TaskResult } from '../../ports/dispatch-queue.ts';
import type { CallOutcome, FunctionCall, TargetCall } from '../../ports/task-targets.ts';
import { type Answer, ask } from './client.ts';
import { BrokenPromise, type SimulatedLog } from './log.ts';
import { LOST } from './replies.ts';
import type { SimulatedWorld, TimedAnswer } from './simulated-world.ts';

/** A task that waits for a report. */
export interface AwaitedTask {
  readonly stepName: string;
  readonly resourceArn: string;
  readonly task: TaskId;
  /** The same as the call of the task names. */
  readonly taskId: string;
  readonly input: JsonObject;
}

/** The functions and workers of a scenario: their results depend on nothing but their input. */
export interface Workers {
  /** Undefined: the function hangs until its deadline. */
  invoke(call: FunctionCall): Promise<CallOutcome | undefined>;
  /** Undefined: no worker ever reports. */
  report(awaited: AwaitedTask): TaskResult | undefined;
  /** Ends a call of any target, at its own time; absent where messages are always taken and chance says how long functions work. */
  answer?(call: TargetCall): Promise<TimedAnswer>;
  /** True for a worker that sends no heartbeats; absent where all do whose task asks for them. */
  isSilent?(awaited: AwaitedTask): boolean;
  /** Milliseconds until the report; absent where chance says it. */
  reportsAfter?(awaited: AwaitedTask): number;
}

/** Must never get into a log: the genuine report was accepted, or refused for good, before. */
const POISON = '{"poison":true}';

/** Everything outside: functions that are called, and workers who report tokens early, late and twice. */
export class Outside {
  world: SimulatedWorld | undefined;
  readonly #workers: Workers;

  constructor(workers: Workers) {
    this.#workers = workers;
  }

  invoke(call: FunctionCall): Promise<CallOutcome | undefined> {
    return this.#workers.invoke(call);
  }

  get answer(): Workers['answer'] {
    return this.#workers.answer;
  }

  /** Sees each token as soon as it is in the log: a report may be quicker than the call that submits the task. */
  look(log: SimulatedLog, { events }: ExecutionRecord): void {
    for (const event of events) {
      if (event.type === 'TaskFailed' && event.failure.cause === LOST.cause && this.world !== undefined)
        this.world.lostReplies++;
      const frame = event.type === 'TaskScheduled' ? log.state.frames.get(event.frame) : undefined;
      const step = frame && currentStep(frame);
      if (frame === undefined || step?.type !== 'task' || step.pattern !== 'waitForCallback') continue;
      const task = taskId(frame);
      const input = frame.active?.input ?? {};
      const { resourceArn } = step.target;
      const id = globalTaskId(log.header, task);
      const awaited = { stepName: step.name, resourceArn, task, taskId: id, input };
      const isSilent = this.#workers.isSilent?.(awaited) ?? false;
      if (step.heartbeatSeconds !== undefined && !isSilent) this.#beat(log, task, step.heartbeatSeconds);
      const result = this.#workers.report(awaited);
      if (result !== undefined) this.#report(log, task, result, this.#workers.reportsAfter?.(awaited));
    }
  }

  /** Sends heartbeats three times as often as it must, until one is refused. */
  #beat(log: SimulatedLog, task: TaskId, seconds: number): void {
    const { world } = this;
    if (world === undefined) return;
    const params = { TaskToken: taskToken(log.header, task), Detail: `${task.attempt}` };
    const again = () =>
      ask(world, 'ReportTaskHeartbeat', params, () => ({ status, body }) => {
        if (status !== 200) return;
        log.noteHeartbeat(task, Date.parse(String(body['NextHeartbeatTime'])));
        world.after((seconds * 1000) / 3, again);
      });
    world.after((seconds * 1000) / 3, again);
  }

  #report(log: SimulatedLog, task: TaskId, result: TaskResult, at: number | undefined): void {
    const { world } = this;
    if (world === undefined) return;
    const { after, repeatAfter } = world.fates.report();
    const TaskToken = taskToken(log.header, task);
    const { operation, params } = reportOf(TaskToken, result);
    const expectation = () => {
      const asked = log.state.lastEventId;
      return (answer: Answer) => {
        if (answer.status === 200) checkAccepted(log, task, result, Number(answer.body['EventId']), asked);
        else checkRefused(log, task, answer);
        if (repeatAfter !== undefined) world.after(repeatAfter, () => this.#repeat(world, TaskToken));
      };
    };
    world.after(at ?? after, () => ask(world, operation, params, expectation));
  }

  #repeat(world: SimulatedWorld, TaskToken: string): void {
    ask(world, 'ReportTaskSucceeded', { TaskToken, Output: POISON }, () => ({ status }) => {
      if (status === 200) throw new BrokenPromise('a second report was accepted');
    });
  }
}

/** @throws BrokenPromise when an accepted report is not what the log has held since it was asked for. */
function checkAccepted(
  log: SimulatedLog,
  task: TaskId,
  result: TaskResult,
  eventId: EventId,
  asked: EventId,
): void {
  const recorded = log.completions.get(eventId);
  const isSame =
    recorded?.task.entry === task.entry &&
    recorded.task.attempt === task.attempt &&
    (result.kind === 'succeeded'
      ? recorded.event.type === 'TaskSucceeded' && recorded.event.output === result.output
      : recorded.event.type === 'TaskFailed');
  if (!isSame) throw new BrokenPromise(`the accepted report of ${JSON.stringify(task)} is not in the log`);
  if (eventId <= asked) throw new BrokenPromise(`the report of event ${eventId} was accepted twice`);
}

/** @throws BrokenPromise when a report is refused although its attempt is still waited for. */
function checkRefused(log: SimulatedLog, { frame, entry, attempt }: TaskId, { body }: Answer): void {
  const phase = awaitedAttempt(log.state.frames.get(frame), entry, attempt);
  const isOpen = !hasEnded(log.state) && phase !== undefined;
  if (isOpen)
    throw new BrokenPromise(`a report was refused with ${body['Code']} while its task was waited for`);
}

function reportOf(TaskToken: string, result: TaskResult): { operation: OperationName; params: object } {
  if (result.kind === 'succeeded') {
    return { operation: 'ReportTaskSucceeded', params: { TaskToken, Output: result.output } };
  }
  const { error, cause } = result.failure;
  return { operation: 'ReportTaskFailed', params: { TaskToken, Error: error, Cause: cause } };
}

import { deepEqual } from '../common/deep-equal.ts';
import { printDuration } from '../common/duration.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../common/json.ts';
import { parseJson } from '../common/json-text.ts';
import type { Flow, TaskStep } from '../flow/flow.ts';
import { parseDetail } from './event-detail.ts';
import type { Attempt, ExecutionModel, StepRun } from './model.ts';
import { placesOf } from './places.ts';
import { attemptResult, stepData } from './step-data.ts';

/** An execution that has ended, as the API returns it. */
export interface RecordedExecution {
  readonly Name: string;
  readonly Input: string;
  readonly Output: string;
  readonly Status: string;
}

/** Shorter times are those of a machine, not of the work. */
const NOTED_MILLISECONDS = 1_000;

/**
 * A case of a test file that goes as an execution went: its input, a stub for each attempt of its tasks, and what came of it.
 *
 * Where steps run side by side, stubs name the input that they are for and keep their times, for then the order is another
 * each time, and so is the path.
 */
export function recordedCase(flow: Flow, execution: RecordedExecution, model: ExecutionModel): JsonObject {
  const steps = placesOf(flow).steps;
  const isConcurrent = [...steps.values()].some(({ type }) => type === 'parallel' || type === 'foreach');
  const calls = callsOf(model, (place) => {
    const step = steps.get(place);
    return step?.type === 'task' ? step : undefined;
  });
  const tasks = [...Map.groupBy(calls, ({ step }) => step.name)].map(([name, made]) => {
    return [name, stubsOf(made, isConcurrent, model)] as const;
  });
  return {
    name: `as ${execution.Name} went`,
    at: new Date(model.startedAt ?? 0).toISOString(),
    input: parseJson(execution.Input),
    ...(tasks.length > 0 && { tasks: Object.fromEntries(tasks) }),
    ...stopOf(execution, model),
    expect: expectationOf(execution, model, isConcurrent),
  };
}

interface Call {
  readonly step: TaskStep;
  readonly run: StepRun;
  readonly attempt: Attempt;
}

/** Every attempt of a task, in the order in which they were begun. */
function callsOf(model: ExecutionModel, taskAt: (place: string) => TaskStep | undefined): readonly Call[] {
  return model.runs
    .values()
    .flatMap((run) => {
      const step = taskAt(run.place);
      return step === undefined ? [] : run.attempts.map((attempt) => ({ step, run, attempt }));
    })
    .toSorted((one, other) => one.attempt.scheduledBy - other.attempt.scheduledBy);
}

/** One stub where all calls went alike, else a list, in which equal neighbours are counted. */
function stubsOf(calls: readonly Call[], isConcurrent: boolean, model: ExecutionModel): JsonValue {
  const stubs = calls.map((call) => stubOf(call, isConcurrent, model));
  const [first] = stubs;
  if (first !== undefined && stubs.every((stub) => deepEqual(stub, first))) return first;
  const inputs = calls.map(({ run }) => withoutTokens(stepData(model, run).input ?? {}));
  const isByInput = isConcurrent && inputs.some((input) => !deepEqual(input, inputs[0] ?? {}));
  const list = stubs.map((stub, index) => (isByInput ? { when: inputs[index] ?? {}, ...stub } : stub));
  const counted: JsonObject[] = [];
  for (const stub of list) {
    const { times = 1, ...last } = counted.at(-1) ?? {};
    if (counted.length > 0 && deepEqual(last, stub))
      counted.splice(-1, 1, { ...last, times: Number(times) + 1 });
    else counted.push(stub);
  }
  return counted.map((stub) => (isByInput && stub['times'] === undefined ? { ...stub, times: 1 } : stub));
}

function stubOf({ step, attempt, run }: Call, isConcurrent: boolean, model: ExecutionModel): JsonObject {
  const { submittedAt, startedAt = attempt.scheduledAt, endedAt, error } = attempt;
  const isReported = step.pattern === 'waitForCallback' && !tellsToken(step) && submittedAt !== undefined;
  const took = (endedAt ?? 0) - (isReported ? submittedAt : startedAt);
  const after = took >= (isConcurrent ? 1 : NOTED_MILLISECONDS) ? { after: printDuration(took) } : {};
  const handedOver = isReported ? { output: submittedOutput(run, attempt, model) } : {};
  // It was still open when its time was over, or when the execution ended.
  if (endedAt === undefined || error === 'FnF.TaskTimeout')
    return isReported ? handedOver : { fault: 'hangs' };
  const result: JsonObject =
    error === undefined
      ? { output: resultOf(step, attempt, model) }
      : { error, ...(attempt.cause !== undefined && attempt.cause !== '' && { cause: attempt.cause }) };
  return isReported ? { ...handedOver, report: result, ...after } : { ...result, ...after };
}

/** A task that hands its token to the execution that it starts ends as that execution does. */
function tellsToken({ serviceParams = {} }: TaskStep): boolean {
  return Object.hasOwn(serviceParams, 'CallbackFnFTaskToken');
}

/** An execution that its starter does not wait for may have ended in any way. */
function resultOf({ target, pattern }: TaskStep, attempt: Attempt, model: ExecutionModel): JsonValue {
  const startsFlow = target.kind === 'flow' || target.kind === 'startExecution';
  if (startsFlow && pattern === 'requestResponse') return {};
  const result = attemptResult(model, attempt);
  // A function may return the text of its object.
  const value = typeof result === 'string' ? parseJson(result) : result;
  return isJsonObject(value) ? value : {};
}

function submittedOutput(run: StepRun, attempt: Attempt, { events, lastEventId }: ExecutionModel): JsonValue {
  for (let id = attempt.scheduledBy; id <= (attempt.endedBy ?? lastEventId); id++) {
    const event = events.get(id);
    if (event?.Type !== 'TaskSubmitted' || event.StepName !== run.name) continue;
    const { output } = parseDetail(event.EventDetail);
    return isJsonObject(output) ? withoutTokens(output) : {};
  }
  return {};
}

/** How the tokens of tasks begin; no two executions have the same. */
const TOKEN = /^djEj[\w-]{40,}$/;

function withoutTokens(value: JsonValue): JsonValue {
  if (!isJsonObject(value)) return value;
  const kept = Object.entries(value).filter(([, inner]) => typeof inner !== 'string' || !TOKEN.test(inner));
  return Object.fromEntries(kept);
}

function stopOf(
  { Status }: RecordedExecution,
  { startedAt = 0, endedAt = 0, failure }: ExecutionModel,
): JsonObject {
  if (Status !== 'Stopped') return {};
  const { error = '', cause = '' } = failure ?? {};
  return { stop: { after: printDuration(endedAt - startedAt), error, cause } };
}

function expectationOf(
  { Status, Output }: RecordedExecution,
  { failure, events, lastEventId }: ExecutionModel,
  isConcurrent: boolean,
): JsonObject {
  const entered = Array.from({ length: lastEventId }, (_, index) => events.get(index + 1)).filter(
    (event) => event?.Type === 'StepEntered',
  );
  return {
    status: Status,
    ...(failure !== undefined && failure.error !== '' && { error: failure.error }),
    ...(Output !== '' && { output: parseJson(Output) }),
    ...(!isConcurrent && { path: entered.map((event) => event?.StepName ?? '') }),
  };
}

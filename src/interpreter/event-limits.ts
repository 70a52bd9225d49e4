import type { JsonValue } from '../common/json.ts';
import { measureJson } from '../common/measure-json.ts';
import { utf8Bytes } from '../common/text-bytes.ts';
import { MAX_DATA_DEPTH } from '../limits.ts';
import type { DecisionLimits } from './decision.ts';
import type { ExecutionEvent, Failure } from './event.ts';
import { flowOutput } from './evolve-execution.ts';
import { running } from './frames.ts';
import { type ActiveStep, currentStep, type ExecutionState, type Frame } from './state.ts';

/** The failure with which an execution must end instead of having one more event; undefined when the event may be. */
export function lastEventFailure(
  state: ExecutionState,
  event: ExecutionEvent,
  { events }: DecisionLimits,
): Failure | undefined {
  if (state.lastEventId + 1 < events || isEnd(event)) return undefined;
  const cause = `The execution has ${events} events, the most allowed`;
  return { error: 'FnF.EventLimitExceeded', cause };
}

/** The failure of a result that is too large to be read, or to be the output of the flow. */
export function resultFailure(
  state: ExecutionState,
  event: ExecutionEvent,
  { stepDataBytes }: DecisionLimits,
): Failure | undefined {
  const bytes = 'output' in event ? utf8Bytes(event.output) : 0;
  if (bytes > stepDataBytes) {
    return dataFailure(`The task answered ${bytes} bytes; at most ${stepDataBytes} are allowed`);
  }
  if (event.type !== 'ExecutionSucceeded') return undefined;
  return dataFailure(excessOf([flowOutput(state)], "the flow's output mappings", stepDataBytes));
}

/**
 * The failure of what an event has built: the input, output and local of a step exceed the limit together, counted as UTF-8
 * bytes of compact JSON, or one of them exceeds that on nesting. Checked where one of them has just been built.
 */
export function excessAfter(
  event: ExecutionEvent,
  state: ExecutionState,
  { stepDataBytes }: DecisionLimits,
): Failure | undefined {
  const frame = 'frame' in event ? state.frames.get(event.frame) : undefined;
  if (frame === undefined) return undefined;
  const place = `input, output and local at ${currentStep(frame)?.name ?? 'the last step'}`;
  const excess = excessOf(builtBy(event, frame), place, stepDataBytes);
  return dataFailure(excess ?? excessOf(listAfter(event, frame, stepDataBytes), place, stepDataBytes));
}

/** The data of the list once the result of a task is merged into it: while the task may still fail, its catch policies apply. */
function listAfter(event: ExecutionEvent, frame: Frame, limit: number): readonly JsonValue[] {
  const phase = frame.active?.phase;
  if (event.type !== 'TaskSucceeded' || phase?.kind !== 'succeeded') return [];
  const { input, local } = frame;
  const parts = [input, local, phase.output].reduce((sum, part) => sum + measureJson(part).bytes, 0);
  return parts <= limit ? [] : [input, { ...local, ...phase.output }];
}

/** The events in the place of one that builds too much: the task or step fails, or the execution where there is none. */
export function failingInstead(event: ExecutionEvent, failure: Failure): readonly ExecutionEvent[] {
  switch (event.type) {
    case 'TaskScheduled':
      return [
        event,
        { type: 'TaskStarted', frame: event.frame },
        { type: 'TaskFailed', frame: event.frame, failure },
      ];
    case 'TaskSucceeded':
      return [{ type: 'TaskFailed', frame: event.frame, failure }];
    case 'TaskSubmitted':
      return [{ type: 'TaskSubmitFailed', frame: event.frame, failure }];
    case 'StepStarted':
    case 'StepSucceeded':
    case 'StepExited':
      return [{ type: 'StepFailed', frame: event.frame, failure }];
    default:
      return [{ type: 'ExecutionFailed', failure }];
  }
}

function dataFailure(cause: string | undefined): Failure | undefined {
  return cause === undefined ? undefined : { error: 'FnF.DataLimitExceeded', cause };
}

function excessOf(values: readonly JsonValue[], place: string, limit: number): string | undefined {
  let bytes = 0;
  let depth = 0;
  for (const value of values) {
    const measure = measureJson(value);
    bytes += measure.bytes;
    depth = Math.max(depth, measure.depth);
  }
  if (bytes > limit) return `${place} take ${bytes} bytes together; at most ${limit} are allowed`;
  return depth > MAX_DATA_DEPTH
    ? `${place} are nested ${depth} deep; at most ${MAX_DATA_DEPTH} is allowed`
    : undefined;
}

function builtBy(event: ExecutionEvent, frame: Frame): readonly JsonValue[] {
  switch (event.type) {
    case 'StepStarted':
    case 'TaskScheduled':
    case 'StepSucceeded':
    case 'TaskSucceeded':
      return dataOf(running(frame).active);
    case 'StepExited':
      return [frame.input, frame.local];
    default:
      return [];
  }
}

function dataOf({ input, phase }: ActiveStep): readonly JsonValue[] {
  switch (phase.kind) {
    case 'finished':
      return [input, phase.local];
    case 'succeeded':
      return [input, phase.local, phase.output];
    default:
      return [input];
  }
}

function isEnd({ type }: ExecutionEvent): boolean {
  return (
    type === 'ExecutionSucceeded' ||
    type === 'ExecutionFailed' ||
    type === 'ExecutionStopped' ||
    type === 'ExecutionTimedOut'
  );
}

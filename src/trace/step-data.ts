import type { JsonObject, JsonValue } from '../common/json.ts';
import { parseDetail } from './event-detail.ts';
import type { Attempt, ExecutionModel, StepRun } from './model.ts';

/** The data around a step run, as far as its events show them yet. */
export interface StepData {
  /** The input and the local of the list when the step was entered. */
  readonly entered?: JsonValue;
  readonly localBefore?: JsonValue;
  /** The input of the step itself, built by its inputMappings. */
  readonly input?: JsonValue;
  readonly output?: JsonValue;
  /** The local of the list when the step was left. */
  readonly localAfter?: JsonValue;
}

/** Reads the data around a step run from its events; the model holds no second copy of them. */
export function stepData(model: ExecutionModel, run: StepRun): StepData {
  const entered = detailOf(model, run.id);
  const exited = detailOf(model, run.exitedBy);
  const input = detailOf(model, run.inputBy)['input'];
  const output = detailOf(model, run.outputBy)['output'];
  return {
    ...member('entered', entered['input']),
    ...member('localBefore', entered['local']),
    ...member('input', input),
    ...member('output', output),
    ...member('localAfter', exited['local']),
  };
}

/** The result of an attempt, before the step's outputMappings; undefined unless it succeeded. */
export function attemptResult(model: ExecutionModel, { endedBy }: Attempt): JsonValue | undefined {
  return detailOf(model, endedBy)['output'];
}

function detailOf({ events }: ExecutionModel, id: number | undefined): JsonObject {
  const event = id === undefined ? undefined : events.get(id);
  return event === undefined ? {} : parseDetail(event.EventDetail);
}

function member<K extends keyof StepData>(name: K, value: JsonValue | undefined): Pick<StepData, K> | object {
  return value === undefined ? {} : { [name]: value };
}

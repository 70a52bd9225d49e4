import { type JsonObject, type JsonValue, jsonType } from '../../common/json.ts';
import { evaluatePath } from '../../expressions/evaluate-path.ts';
import type { BatchRules, ForeachStep } from '../../flow/flow.ts';
import { BATCH_KEYS } from '../../flow/map-run.ts';
import type { EventId } from '../event.ts';
import { fanOut } from '../fan-out.ts';
import { UNREAD } from '../reading.ts';
import { invalidInput, type Started, type StepHandler } from '../step-handler.ts';
import { batchesOf, countsOf, newTally } from '../tally.ts';

/** A foreach step opens one iteration per element, as many at a time as the limits allow, and waits for all of them. */
export const foreach: StepHandler<ForeachStep> = {
  start: (step, { input, id }) => {
    if (step.batches !== undefined && step.reading !== undefined) return startReading(step.batches, id);
    if (step.batches !== undefined) return startBatches(step.batches, Number(collectionOf(step, input)), id);
    const collection = collectionOf(step, input);
    if (!Array.isArray(collection)) {
      const found = collection === undefined ? 'missing' : `of type ${jsonType(collection)}`;
      return invalidInput(`the collection is ${found}; it must be an array`);
    }
    return fanOut(id, collection.length);
  },
};

function startBatches(rules: BatchRules, items: number, id: EventId): Started {
  const tally = newTally(rules, items);
  const local = countsOf(tally);
  const { phase } = fanOut(id, batchesOf(tally));
  return { phase: phase.kind === 'finished' ? { ...phase, local } : phase, tally };
}

/** Nothing is known of the items before they are read, not even whether there are any. */
function startReading(rules: BatchRules, started: EventId): Started {
  return {
    phase: { kind: 'fanning', started, total: 0, next: 0, open: [], results: undefined },
    tally: { ...newTally(rules, 0), reading: UNREAD },
  };
}

/** One iteration as its steps see it. */
export interface Iteration {
  readonly input: JsonObject;
  /** Its position, in a batch among all items of the map run. */
  readonly position: number;
}

/** An iteration: the step's input with the element and its position laid over it. Of batches only the position is known. */
export function iterationOf(step: ForeachStep, input: JsonObject, index: number): Iteration {
  if (step.batches !== undefined) return { input: { [step.item]: index }, position: index };
  const item = (collectionOf(step, input) as readonly JsonValue[])[index] as JsonValue;
  const position = step.isBatch === undefined ? index : index + Number(input[BATCH_KEYS.first]);
  const around = step.isBatch === undefined ? input : (input[BATCH_KEYS.input] as JsonObject);
  const own = { [step.item]: item, ...(step.index !== undefined && { [step.index]: position }) };
  return { input: { ...around, ...own }, position };
}

function collectionOf(step: ForeachStep, input: JsonObject): JsonValue | undefined {
  return evaluatePath(step.collection, { input, local: {}, context: {} });
}

import { type JsonObject, type JsonValue, jsonType } from '../../common/json.ts';
import { evaluatePath } from '../../expressions/evaluate-path.ts';
import type { ForeachStep } from '../../flow/flow.ts';
import { fanOut } from '../fan-out.ts';
import { invalidInput, type StepHandler } from '../step-handler.ts';

/** A foreach step opens one iteration per element, as many at a time as the limits allow, and waits for all of them. */
export const foreach: StepHandler<ForeachStep> = {
  start: (step, { input, id }) => {
    const collection = collectionOf(step, input);
    if (!Array.isArray(collection)) {
      const found = collection === undefined ? 'missing' : `of type ${jsonType(collection)}`;
      return invalidInput(`the collection is ${found}; it must be an array`);
    }
    return fanOut(id, collection.length);
  },
};

/** The input of one iteration: the step's input with the element and its position laid over it. */
export function iterationInput(step: ForeachStep, input: JsonObject, index: number): JsonObject {
  const item = (collectionOf(step, input) as readonly JsonValue[])[index] as JsonValue;
  return { ...input, [step.item]: item, ...(step.index !== undefined && { [step.index]: index }) };
}

function collectionOf(step: ForeachStep, input: JsonObject): JsonValue | undefined {
  return evaluatePath(step.collection, { input, local: {}, context: {} });
}

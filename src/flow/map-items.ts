import { isJsonObject, type JsonObject, type JsonValue, jsonType } from '../common/json.ts';
import { evaluatePath } from '../expressions/evaluate-path.ts';
import type { Path, Segment } from '../expressions/path.ts';

/** The items of a distributed foreach, and its input without them, which its iterations get. */
export interface MapItems {
  readonly items: readonly JsonValue[];
  readonly rest: JsonObject;
}

/** Takes the items out of the input of the step. @returns a text, which tells the problem, where there are none */
export function mapItems(collection: Path, input: JsonObject): MapItems | string {
  const items = evaluatePath(collection, { input, local: {}, context: {} });
  if (Array.isArray(items)) return { items, rest: withoutPath(input, collection.segments) };
  const found = items === undefined ? 'missing' : `of type ${jsonType(items)}`;
  return `the collection is ${found}; it must be an array`;
}

/** An object without the value that a path leads to; of a path that goes into arrays, without the first array. */
function withoutPath(object: JsonObject, [first, ...rest]: readonly Segment[]): JsonObject {
  if (first?.kind !== 'member') return object;
  const { [first.name]: inner, ...others } = object;
  const isInside = rest[0]?.kind === 'member' && isJsonObject(inner);
  return isInside ? { ...object, [first.name]: withoutPath(inner, rest) } : others;
}

import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from './json.ts';
import { exactly, isNumeral, type Numeral } from './numeral.ts';

/** True when both values are the same JSON; takes values of any depth. Two numbers are the same when `comparable` maps them to one. */
export function deepEqual(
  left: JsonValue,
  right: JsonValue,
  comparable: (numeral: Numeral) => Numeral = exactly,
): boolean {
  const pairs: Pair[] = [[left, right]];
  for (let pair = pairs.pop(); pair !== undefined; pair = pairs.pop()) {
    const inner = compareOuter(pair[0], pair[1], comparable);
    if (inner === undefined) return false;
    for (const next of inner) pairs.push(next);
  }
  return true;
}

type Pair = readonly [JsonValue, JsonValue];

/** The pairs of parts that must be equal too, `undefined` when the values differ already. */
function compareOuter(
  left: JsonValue,
  right: JsonValue,
  comparable: (numeral: Numeral) => Numeral,
): readonly Pair[] | undefined {
  if (left === right) return [];
  if (isNumeral(left)) return isNumeral(right) && comparable(left) === comparable(right) ? [] : undefined;
  if (isJsonArray(left)) return isJsonArray(right) ? pairElements(left, right) : undefined;
  return isJsonObject(left) && isJsonObject(right) ? pairMembers(left, right) : undefined;
}

function pairElements(left: readonly JsonValue[], right: readonly JsonValue[]): readonly Pair[] | undefined {
  if (left.length !== right.length) return undefined;
  const pairs: Pair[] = [];
  for (const [index, other] of right.entries()) pairs.push([left[index] ?? null, other]);
  return pairs;
}

function pairMembers(left: JsonObject, right: JsonObject): readonly Pair[] | undefined {
  const entries = Object.entries(left);
  if (entries.length !== Object.keys(right).length) return undefined;
  const pairs: Pair[] = [];
  for (const [key, value] of entries) {
    if (!Object.hasOwn(right, key)) return undefined;
    pairs.push([value, right[key] ?? null]);
  }
  return pairs;
}

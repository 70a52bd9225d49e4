import type { JsonValue } from '../../common/json.ts';
import { parseJson, stringifyJson } from '../../common/json-text.ts';
import type { ExecutionRecord } from '../../interpreter/record.ts';
import type { Cut, Path, StoredRecord } from '../../ports/execution-store.ts';

/** An object or array whose members are replaced. */
type Container = Record<string | number, unknown>;

/**
 * The record with its large values, whose texts are given by the names of their blobs. A value that it has at several places is
 * in memory once, so that a hundred branches with the same input of megabytes fit there.
 */
export function joinRecord(stored: StoredRecord, texts: ReadonlyMap<string, string>): ExecutionRecord {
  const { cuts = [], ...record } = stored;
  const filled = new Set(
    cuts.flatMap(({ path }) => path.slice(0, -1).map((_, end) => placeOf(path, end + 1))),
  );
  const shared = new Map<string, JsonValue>();
  for (const cut of cuts) {
    const text = texts.get(cut.ref.blob) ?? '';
    if (cut.isText === true) {
      put(record, cut.path, text);
      continue;
    }
    // A value into which others are put is that of its place alone.
    const key = filled.has(placeOf(cut.path)) ? undefined : stringifyJson([cut.ref.blob, cut.at ?? []]);
    const value = (key === undefined ? undefined : shared.get(key)) ?? valueOfCut(cut, text);
    if (key !== undefined) shared.set(key, value);
    put(record, cut.path, value);
  }
  return record;
}

function placeOf(path: Path, end = path.length): string {
  return stringifyJson(path.slice(0, end));
}

function valueOfCut({ at = [] }: Cut, text: string): JsonValue {
  return at.reduce(memberOf, parseJson(text)) as JsonValue;
}

function memberOf(value: unknown, key: string | number): unknown {
  return (value as Container)[key];
}

/** Puts a value in its place; the members on the way are there, own ones of their names included. */
function put(record: object, path: Path, value: JsonValue): void {
  const holder = path.slice(0, -1).reduce<unknown>(memberOf, record) as Container;
  holder[path.at(-1) ?? ''] = value;
}

import type { JsonValue } from '../../common/json.ts';
import { parseJson } from '../../common/json-text.ts';
import type { ExecutionRecord } from '../../interpreter/record.ts';
import type { Cut, Path, StoredRecord } from '../../ports/execution-store.ts';

/** An object or array whose members are replaced. */
type Container = Record<string | number, unknown>;

/** The record with its large values, whose texts are given by the names of their blobs. Nothing of it is shared with them. */
export function joinRecord(stored: StoredRecord, texts: ReadonlyMap<string, string>): ExecutionRecord {
  const { cuts = [], ...record } = stored;
  for (const cut of cuts) put(record, cut.path, valueOfCut(cut, texts.get(cut.ref.blob) ?? ''));
  return record;
}

function valueOfCut({ isText, at = [] }: Cut, text: string): JsonValue {
  return isText === true ? text : (at.reduce(memberOf, parseJson(text)) as JsonValue);
}

function memberOf(value: unknown, key: string | number): unknown {
  return (value as Container)[key];
}

/** Puts a value in its place; the members on the way are there, own ones of their names included. */
function put(record: object, path: Path, value: JsonValue): void {
  const holder = path.slice(0, -1).reduce<unknown>(memberOf, record) as Container;
  holder[path.at(-1) ?? ''] = value;
}

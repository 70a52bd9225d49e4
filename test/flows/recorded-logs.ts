import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { Item } from '../../src/adapters/aws/dynamodb/items.ts';
import { END, headerItem, headerOf, packEnd } from '../../src/adapters/aws/executions/header-item.ts';
import { unpackText as unpackOnAws } from '../../src/adapters/aws/executions/packed-text.ts';
import { recordItem, recordOf } from '../../src/adapters/aws/executions/record-item.ts';
import { openEmbeddedStores } from '../../src/adapters/embedded/open-stores.ts';
import { unpackText as unpackEmbedded } from '../../src/adapters/embedded/packed-text.ts';
import { systemClock } from '../../src/adapters/system.ts';
import type { JsonValue } from '../../src/common/json.ts';
import type { HistoryEvent } from '../../src/engine/history/history.ts';
import type { ExecutionRecord } from '../../src/interpreter/record.ts';
import type { ExecutionHeader } from '../../src/ports/execution-store.ts';

/** One execution as it was when its log was recorded: what today's code must make of that log. */
export interface RecordedRun {
  /** The scenario that led to it. */
  readonly scenario: string;
  readonly definition: string;
  readonly header: ExecutionHeader;
  readonly history: readonly HistoryEvent[];
  /** The state after the first half of the records, as a snapshot of that day. */
  readonly middle: { readonly records: number; readonly snapshot: JsonValue };
}

/** A stored log, read back by today's code. */
export interface StoredLog {
  readonly header: ExecutionHeader;
  readonly records: readonly ExecutionRecord[];
}

/** Files of a format: what is expected, and the logs as each home stores them. */
const FOLDER = new URL('../fixtures/logs/', import.meta.url);

/** Formats that are recorded, oldest first; a format is added by `test/fixtures/logs/record.ts`. */
export const FORMATS = ['1', '2', '3', '4', '5', '6'];

const EVERYTHING = Number.MAX_SAFE_INTEGER;

/** The states to which the runs of a format must fold. */
export function readRuns(format: string): readonly RecordedRun[] {
  return JSON.parse(unzipped(`${format}/runs.json.gz`).toString());
}

/** Writes the runs of a new format, and their logs as both homes store them. */
export async function writeRuns(
  format: string,
  runs: readonly RecordedRun[],
  logs: readonly StoredLog[],
): Promise<void> {
  const write = (name: string, content: Uint8Array | string) =>
    writeFileSync(new URL(`${format}/${name}.gz`, FOLDER), gzipSync(content, { level: 9 }));
  write('runs.json', JSON.stringify(runs));
  write('aws.json', JSON.stringify(logs.map(storedOnAws)));
  write('embedded.sqlite', await storedEmbedded(logs));
}

/** The items that the AWS home keeps of a log; binary attributes as base64. */
export function storedOnAws({ header, records }: StoredLog): readonly object[] {
  const { end, ...begun } = header;
  const items: Item[] = [
    { ...headerItem(begun), ...(end !== undefined && { [END]: { B: packEnd(end) } }) },
    ...records.map((record) => recordItem(header.id, record, 0)),
  ];
  return items.map((item) => JSON.parse(JSON.stringify(item, base64)));
}

/** The logs of a format as the AWS home stored them. */
export function readAwsItems(format: string): readonly (readonly object[])[] {
  return JSON.parse(unzipped(`${format}/aws.json.gz`).toString());
}

/** A log from the items of the AWS home. */
export function logOnAws(stored: readonly object[]): StoredLog {
  const [first, ...rest]: Item[] = JSON.parse(JSON.stringify(stored), fromBase64);
  const { end, ...header } = headerOf(first as Item);
  const output = end?.output ?? '';
  return {
    header: { ...header, ...(end !== undefined && { end: { ...end, output } }) },
    records: rest.map(recordOf),
  };
}

/** The content of a stored item, however it is compressed. */
export function readableItem(item: object): object {
  return JSON.parse(JSON.stringify(item), (key, value: unknown) =>
    key === 'B' && typeof value === 'string' ? unpackOnAws(Buffer.from(value, 'base64')) : value,
  );
}

/** The database of a format, as the embedded home stored it. */
export function readDatabase(format: string): Uint8Array {
  return unzipped(`${format}/embedded.sqlite.gz`);
}

/** Hands a database to `use` in a data folder of its own. */
export async function withDatabase<T>(
  database: Uint8Array,
  use: (folder: string) => T | Promise<T>,
): Promise<T> {
  return inFolder(async (folder) => {
    writeFileSync(join(folder, 'fdl.sqlite'), database);
    return use(folder);
  });
}

/** The content of a database, however it is compressed: its format, its tables, and the rows about executions. */
export function contentsOf(folder: string): object {
  const database = new DatabaseSync(join(folder, 'fdl.sqlite'));
  const rows = (sql: string) => database.prepare(sql).all().map(readableRow);
  const contents = {
    format: rows('PRAGMA user_version'),
    tables: rows('SELECT sql FROM sqlite_schema ORDER BY name'),
    executions: rows('SELECT * FROM executions ORDER BY id'),
    records: rows('SELECT * FROM records ORDER BY execution, first_event'),
  };
  database.close();
  return contents;
}

function readableRow(row: Record<string, unknown>): object {
  const entries = Object.entries(row).map(([name, value]) => [
    name,
    value instanceof Uint8Array ? unpackEmbedded(value) : value,
  ]);
  return Object.fromEntries(entries);
}

/** The logs in a data folder, by the keys of the headers. */
export async function logsIn(folder: string, headers: readonly ExecutionHeader[]): Promise<StoredLog[]> {
  const stores = openEmbeddedStores({ folder }, systemClock);
  const logs: StoredLog[] = [];
  for (const { id } of headers) {
    const header = await stores.executions.readHeader(id);
    if (header === undefined) throw new Error(`The execution ${id.name} is gone`);
    logs.push({ header, records: await stores.executions.readRecords(id, 1, EVERYTHING) });
  }
  await stores.close();
  return logs;
}

/** The database that the embedded home leaves of these logs. */
export async function storedEmbedded(logs: readonly StoredLog[]): Promise<Uint8Array> {
  return inFolder(async (folder) => {
    const stores = openEmbeddedStores({ folder }, systemClock);
    for (const { header, records } of logs) {
      const { end, ...begun } = header;
      await stores.executions.create(begun);
      for (const record of records) await stores.executions.append(header.id, record);
      if (end !== undefined) await stores.executions.close(header.id, end);
    }
    await stores.close();
    const database = new DatabaseSync(join(folder, 'fdl.sqlite'));
    database.exec('PRAGMA journal_mode = DELETE; VACUUM');
    database.close();
    return readFileSync(join(folder, 'fdl.sqlite'));
  });
}

async function inFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'recorded-logs-'));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function unzipped(path: string): Buffer {
  return gunzipSync(readFileSync(new URL(path, FOLDER)));
}

function base64(_key: string, value: unknown): unknown {
  const isBuffer = typeof value === 'object' && value !== null && 'data' in value && 'type' in value;
  return isBuffer ? Buffer.from(value.data as number[]).toString('base64') : value;
}

function fromBase64(key: string, value: unknown): unknown {
  return key === 'B' && typeof value === 'string' ? Buffer.from(value, 'base64') : value;
}

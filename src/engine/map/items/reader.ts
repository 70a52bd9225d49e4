import type { JsonObject, JsonValue } from '../../../common/json.ts';
import { stringifyJson } from '../../../common/json-text.ts';
import type { ObjectPort } from '../../../ports/objects.ts';
import type { ExecutionLog } from '../../log/execution-log.ts';
import type { EngineServices } from '../../services.ts';
import { objectsOf } from '../objects-of.ts';
import { batchRulesOf, type RunReader, runInputOf } from '../run-input.ts';
import { ITEM_FORMATS } from './format.ts';
import type { Source } from './item-cutter.ts';
import { ItemsRefused } from './items-refused.ts';
import { type ListPosition, listPage } from './list-page.ts';
import { type FoundBatch, type ObjectPosition, readBatch, readPage } from './read-page.ts';

// Drivers load this file, with the formats, when the first items are read (`build/bundle.ts`): most flows have none to read. What it
// refuses is a value, for its classes of errors are not those of the driver.

/** Why the items cannot be had: a sentence that names the object. */
export interface Refused {
  readonly refused: string;
}

/** Bytes of an object after which a read begins no further batch, so that none takes long. */
const PAGE_BYTES = 16 * 1024 * 1024;

/** Reads on for a map run: which batches come next, and where their items are. */
export function readNext(
  services: EngineServices,
  log: ExecutionLog,
  reader: RunReader,
  input: JsonObject,
): Promise<object | Refused> {
  return orRefused<object>(() =>
    reader.inputType === 'list'
      ? listPage(services, log, reader, input as Partial<ListPosition>)
      : objectPage(services, log, reader, input as Partial<ObjectPosition>),
  );
}

/** The items of a batch that a read has found in an object. */
export function readFound(
  services: EngineServices,
  log: ExecutionLog,
  version: JsonObject,
  found: Omit<FoundBatch, 'columns'>,
): Promise<readonly JsonValue[] | Refused> {
  const reader = runInputOf(log).reader as RunReader;
  const { columns = [], ...position } = version as unknown as ObjectPosition;
  const source = sourceOf(objectsOf(services, log), reader, position);
  return orRefused(() => readBatch(formatOf(reader), source, { ...found, columns }));
}

async function objectPage(
  services: EngineServices,
  log: ExecutionLog,
  reader: RunReader,
  known: Partial<ObjectPosition>,
) {
  const objects = objectsOf(services, log);
  const start = known.etag === undefined ? await begin(objects, reader) : (known as ObjectPosition);
  return await readPage(formatOf(reader), sourceOf(objects, reader, start), start, {
    batchSize: batchRulesOf(log.state).batchSize,
    batchBytes: services.limits.stepDataBytes,
    batches: services.physical.pageBatches,
    pageBytes: PAGE_BYTES,
    maxItems: reader.maxItems,
  });
}

async function begin(objects: ObjectPort, reader: RunReader): Promise<ObjectPosition> {
  const head = await objects.head(nameOf(reader));
  if (head === undefined) throw new ItemsRefused(`There is no ${shown(reader)}`);
  return { ...head, offset: 0, items: 0, lines: 0 };
}

function formatOf({ inputType }: RunReader) {
  return ITEM_FORMATS[inputType as Exclude<typeof inputType, 'list'>];
}

/** The version of the object that a map run reads. */
function sourceOf(
  objects: ObjectPort,
  reader: RunReader,
  { etag, bytes }: Pick<ObjectPosition, 'etag' | 'bytes'>,
): Source {
  const name = nameOf(reader);
  return { name: shown(reader), bytes, read: (from, to) => objects.read(name, { etag, from, to }) };
}

function nameOf({ bucket, key = '' }: RunReader) {
  return { bucket, key };
}

function shown({ bucket, key }: RunReader): string {
  return `object ${stringifyJson(key)} in bucket ${bucket}`;
}

async function orRefused<T>(read: () => Promise<T>): Promise<T | Refused> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof ItemsRefused) return { refused: error.message };
    throw error;
  }
}

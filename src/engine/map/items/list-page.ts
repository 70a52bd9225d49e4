import type { JsonObject } from '../../../common/json.ts';
import { stringifyJson } from '../../../common/json-text.ts';
import { utf8Bytes } from '../../../common/text-bytes.ts';
import { type ListedObject, MAX_LISTED, type ObjectPort } from '../../../ports/objects.ts';
import type { ExecutionLog } from '../../log/execution-log.ts';
import { refOf } from '../../log/kept-text.ts';
import type { EngineServices } from '../../services.ts';
import { objectsOf } from '../objects-of.ts';
import { batchRulesOf, type RunReader } from '../run-input.ts';
import { demandBatchFits } from './items-refused.ts';

/** Where to read on in a list of objects. */
export interface ListPosition {
  readonly startAfter: string;
  /** Items before it. */
  readonly items: number;
}

const BEGIN: ListPosition = { startAfter: '', items: 0 };

/**
 * Lists on. A list has no version to come back to, so what it tells is kept beside the log of the map run, where the batches find it.
 *
 * @throws ItemsRefused when one batch takes more than an execution may be given
 */
export async function listPage(
  services: EngineServices,
  log: ExecutionLog,
  reader: RunReader,
  known: Partial<ListPosition>,
) {
  const { header, state } = log;
  const start = { ...BEGIN, ...known };
  const { batchSize } = batchRulesOf(state);
  const objects = objectsOf(services, log);
  const wanted = Math.min(
    wholeBatches(batchSize, services.physical.pageBatches),
    (reader.maxItems ?? Number.POSITIVE_INFINITY) - start.items,
  );
  const { found, hasMore } = await list(objects, reader, start.startAfter, wanted);
  const items = found.map(itemOf);
  const firstBatch = stringifyJson(items.slice(0, batchSize));
  const most = services.limits.stepDataBytes;
  demandBatchFits(utf8Bytes(firstBatch), most, `the objects of bucket ${reader.bucket}`);
  const text = stringifyJson(items);
  const kept = refOf(text);
  if (items.length > 0) await services.blobs.put(header, kept, text);
  const all = start.items + items.length;
  return {
    position: { startAfter: found.at(-1)?.key ?? start.startAfter, items: all },
    items: items.length,
    marks: marksOf(items.length, batchSize),
    isDone: !hasMore || all === reader.maxItems,
    kept,
  };
}

/** As many items as one page of a list has, in whole batches, or one batch that is larger. */
function wholeBatches(batchSize: number, most: number): number {
  return Math.min(most * batchSize, Math.max(batchSize, MAX_LISTED - (MAX_LISTED % batchSize)));
}

async function list(
  objects: ObjectPort,
  { bucket, prefix = '' }: RunReader,
  startAfter: string,
  wanted: number,
) {
  const found: ListedObject[] = [];
  let hasMore = true;
  while (hasMore && found.length < wanted) {
    const limit = Math.min(MAX_LISTED, wanted - found.length);
    const page = await objects.list(
      { bucket, prefix },
      { startAfter: found.at(-1)?.key ?? startAfter, limit },
    );
    found.push(...page.objects);
    hasMore = page.hasMore;
  }
  return { found, hasMore };
}

function itemOf({ key, bytes, etag, lastModified }: ListedObject): JsonObject {
  return { Key: key, Size: bytes, ETag: etag, LastModified: new Date(lastModified).toISOString() };
}

function marksOf(items: number, batchSize: number): readonly number[] {
  const batches = Math.ceil(items / batchSize);
  return Array.from({ length: batches + 1 }, (_, batch) => Math.min(batch * batchSize, items));
}

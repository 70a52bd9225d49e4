import type { JsonValue } from '../../../common/json.ts';
import type { ItemFormat } from './format.ts';
import { ItemCutter, type Source } from './item-cutter.ts';
import { demandBatchFits, ItemsRefused } from './items-refused.ts';

/** Where to read on in a version of an object. */
export interface ObjectPosition {
  readonly etag: string;
  readonly bytes: number;
  readonly offset: number;
  /** Items before it. */
  readonly items: number;
  /** Ends of lines before it. */
  readonly lines: number;
  /** Of CSV, once they were read. */
  readonly columns?: readonly string[];
}

/** How much one read may find. */
export interface PageLimits {
  readonly batchSize: number;
  /** Bytes of one batch, and so of one item. */
  readonly batchBytes: number;
  readonly batches: number;
  /** Bytes after which no further batch is begun. */
  readonly pageBytes: number;
  /** Items of the whole object after which no more are read. */
  readonly maxItems?: number | undefined;
}

/** Batches that follow each other in an object. */
export interface ObjectPage {
  readonly position: ObjectPosition;
  readonly items: number;
  /** Where each batch begins, and the last one ends. */
  readonly marks: readonly number[];
  readonly isDone: boolean;
}

/**
 * Reads on in an object and finds whole batches; only the last one of all may be smaller. Each item is looked at, so that what is wrong with the
 * object is known before a batch of it runs.
 *
 * @throws ItemsRefused when there is no further item of the format, or one is too large
 */
export async function readPage(
  format: ItemFormat,
  source: Source,
  start: ObjectPosition,
  limits: PageLimits,
): Promise<ObjectPage> {
  const cutter = new ItemCutter(format, source, start, limits.batchBytes);
  const columns = start.columns ?? (await cutter.columns());
  let end = cutter.place;
  const marks = [end.offset];
  let isDone = false;
  let inBatch = 0;
  while (!isDone && marks.length <= limits.batches) {
    if (inBatch === 0 && marks.length > 1 && end.offset - start.offset >= limits.pageBytes) break;
    const item = await cutter.next(columns);
    if (item !== undefined) inBatch++;
    isDone = item === undefined || cutter.place.items === limits.maxItems;
    const bytes = cutter.place.offset - end.offset;
    demandBatchFits(bytes, limits.batchBytes, `${cutter.name}, from item ${end.items} on,`);
    if (inBatch === 0 || (inBatch < limits.batchSize && !isDone)) continue;
    end = cutter.place;
    marks.push(end.offset);
    inBatch = 0;
  }
  const { etag, bytes } = start;
  const position = { etag, bytes, ...end, ...(format.hasColumns && { columns }) };
  return { position, items: end.items - start.items, marks, isDone };
}

/** A batch that `readPage` has found. */
export interface FoundBatch {
  readonly from: number;
  readonly to: number;
  readonly items: number;
  /** Items before it. */
  readonly first: number;
  readonly columns: readonly string[];
}

/** The items of one batch. @throws ItemsRefused when they are not there */
export async function readBatch(
  format: ItemFormat,
  { bytes, ...source }: Source,
  { from, to, items, first, columns }: FoundBatch,
): Promise<readonly JsonValue[]> {
  // In an array, the byte behind an element tells where that ends.
  const part = { ...source, bytes: Math.min(to + 1, bytes) };
  const cutter = new ItemCutter(format, part, { offset: from, items: first, lines: 0 }, to - from);
  const found: JsonValue[] = [];
  while (found.length < items) {
    const item = await cutter.next(columns);
    if (item === undefined) throw new ItemsRefused(`${cutter.name} has fewer items than were found before`);
    found.push(item.value);
  }
  return found;
}

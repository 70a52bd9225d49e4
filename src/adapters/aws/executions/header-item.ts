import type { ExecutionEnd, ExecutionHeader, ExecutionId } from '../../../ports/execution-store.ts';
import type { KeptText } from '../../../ports/kept-text.ts';
import { BODY, bytesOf, type Item, textOf } from '../dynamodb/items.ts';
import {
  HEADER,
  LISTING_PARTITION_KEY,
  LISTING_SORT_KEY,
  listingKey,
  listingPartition,
  OUTPUT,
  PARTITION_KEY,
  partitionOf,
  SORT_KEY,
} from '../dynamodb/table-schema.ts';
import { packText, unpackText } from './packed-text.ts';

/** Attribute with an execution's end; it is absent until then. */
export const END = 'end';

/** Attribute with how often an execution has gone on after an end, and the one with the rest; absent until it does. */
export const REDRIVES = 'redrives';
export const REDRIVEN = 'redriven';

/** Attribute with the names of an execution's forks, a set; absent without any. */
export const FORKS = 'forks';

/** Key of an execution's header. */
export function headerKey(id: ExecutionId) {
  return { [PARTITION_KEY]: { S: partitionOf(id) }, [SORT_KEY]: { S: HEADER } };
}

/** A header as an item, listed as running: with those of a busy flow in many partitions, or all in one. */
export function headerItem(header: ExecutionHeader, isBusy = true): Item {
  const { id, ...body } = header;
  return {
    ...headerKey(id),
    [LISTING_PARTITION_KEY]: { S: listingPartition('Running', id, isBusy) },
    [LISTING_SORT_KEY]: { S: listingKey(id.flowId, header.startedAt, id.name) },
    [BODY]: { B: packText(JSON.stringify(body)) },
  };
}

/** An end whose output is absent where an earlier version of this program kept it apart. */
export type StoredEnd = Omit<ExecutionEnd, 'output'> & { readonly output?: KeptText };

/** The header in an item, with its end if it has one. */
export function headerOf(item: Item): Omit<ExecutionHeader, 'end'> & { readonly end?: StoredEnd } {
  const [flowId = '', name = ''] = textOf(item, PARTITION_KEY).split('#');
  const body = bytesOf(item, BODY);
  const end = bytesOf(item, END);
  const redriven = bytesOf(item, REDRIVEN);
  const forks = item[FORKS]?.SS;
  if (body === undefined) throw new Error(`The stored header of execution ${name} has no body`);
  return {
    id: { flowId, name },
    ...JSON.parse(unpackText(body)),
    ...(redriven !== undefined && { redriven: JSON.parse(unpackText(redriven)) }),
    ...(forks !== undefined && { forks }),
    ...(end !== undefined && { end: JSON.parse(unpackText(end)) }),
  };
}

/** An end as the value of its attribute. */
export function packEnd(end: ExecutionEnd): Uint8Array {
  return packText(JSON.stringify(end));
}

/** Key of an output that is kept apart. */
export function outputKey(id: ExecutionId) {
  return { [PARTITION_KEY]: { S: partitionOf(id) }, [SORT_KEY]: { S: OUTPUT } };
}

/** The output in an item. @throws when there is none: it is written before the end that leaves it out. */
export function outputOf(item: Item | undefined): string {
  const body = item && bytesOf(item, BODY);
  if (body === undefined) throw new Error('The output of an execution is not stored');
  return unpackText(body);
}

import { isJsonArray, isJsonObject, type JsonObject } from '../../../common/json.ts';
import { MAX_BATCH } from '../../../queues/limits.ts';
import { missingParameter, QueueError } from '../../../queues/queue-error.ts';
import type { Settled } from '../../../queues/queue-store.ts';
import { codeInQuery } from './errors.ts';
import { text } from './parameters.ts';

/** One entry of a batch, under the id that its sender gave it. */
export interface Entry {
  readonly id: string;
  readonly entry: JsonObject;
}

const ID = /^[A-Za-z0-9_-]{1,80}$/;

/** The entries of a batch. @throws QueueError when the batch as a whole cannot be served. */
export function readEntries(parameters: JsonObject): readonly Entry[] {
  const entries = parameters['Entries'];
  if (entries === undefined) throw missingParameter('Entries');
  if (!isJsonArray(entries))
    throw new QueueError('InvalidParameterValue', 'The parameter Entries must be a list.');
  if (entries.length === 0) {
    throw new QueueError('EmptyBatchRequest', 'There should be at least one entry in the request.');
  }
  if (entries.length > MAX_BATCH) {
    throw new QueueError(
      'TooManyEntriesInBatchRequest',
      `Maximum number of entries per request are ${MAX_BATCH}. You have sent ${entries.length}.`,
    );
  }
  const read = entries.map((entry) => {
    if (!isJsonObject(entry))
      throw new QueueError('InvalidParameterValue', 'An entry of a batch must be a map.');
    return { id: text(entry, 'Id'), entry };
  });
  const seen = new Set<string>();
  for (const { id } of read) {
    if (!ID.test(id)) {
      throw new QueueError(
        'InvalidBatchEntryId',
        'A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.',
      );
    }
    if (seen.has(id)) throw new QueueError('BatchEntryIdsNotDistinct', `Id ${id} repeated.`);
    seen.add(id);
  }
  return read;
}

/** The result of a batch: lists of the entries that succeeded and of those that failed, where there are any. */
export function batchResult<T>(
  ids: readonly string[],
  settled: readonly Settled<T>[],
  resultOf: (value: T, at: number) => JsonObject,
): JsonObject {
  const successful: JsonObject[] = [];
  const failed: JsonObject[] = [];
  settled.forEach((entry, at) => {
    const Id = ids[at] ?? '';
    if ('value' in entry) successful.push({ Id, ...resultOf(entry.value, at) });
    else
      failed.push({
        Id,
        SenderFault: true,
        Code: codeInQuery(entry.error.code),
        Message: entry.error.message,
      });
  });
  return {
    ...(successful.length > 0 && { Successful: successful }),
    ...(failed.length > 0 && { Failed: failed }),
  };
}

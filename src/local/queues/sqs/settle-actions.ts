import type { JsonObject } from '../../../common/json.ts';
import { MAX_VISIBILITY_SECONDS } from '../../../queues/limits.ts';
import { missingParameter, QueueError } from '../../../queues/queue-error.ts';
import type { Settled, VisibilityChange } from '../../../queues/queue-store.ts';
import { batchResult, readEntries } from './batch.ts';
import { optionalInteger, queueName, text } from './parameters.ts';
import type { SqsAction } from './sqs-action.ts';

export const deleteMessage: SqsAction = async (parameters, { store }) => {
  const handle = text(parameters, 'ReceiptHandle');
  refuseFirst(await store.delete(queueName(parameters), [handle]));
  return {};
};

export const deleteMessageBatch: SqsAction = async (parameters, { store }) => {
  const entries = readEntries(parameters);
  const handles = entries.map(({ entry }) => text(entry, 'ReceiptHandle'));
  return batchResult(
    entries.map(({ id }) => id),
    await store.delete(queueName(parameters), handles),
    () => ({}),
  );
};

export const changeMessageVisibility: SqsAction = async (parameters, { store }) => {
  const change = readChange(parameters);
  refuseFirst(await store.changeVisibility(queueName(parameters), [change]));
  return {};
};

export const changeMessageVisibilityBatch: SqsAction = async (parameters, { store }) => {
  const name = queueName(parameters);
  const entries = readEntries(parameters).map(({ id, entry }) => ({
    id,
    change: settle(() => readChange(entry)),
  }));
  const changes = entries.flatMap(({ change }) => ('value' in change ? [change.value] : []));
  const changed = [...(await store.changeVisibility(name, changes))];
  const settled = entries.map(({ change }) => ('value' in change ? (changed.shift() ?? change) : change));
  return batchResult<unknown>(
    entries.map(({ id }) => id),
    settled,
    () => ({}),
  );
};

function readChange(parameters: JsonObject): VisibilityChange {
  const receiptHandle = text(parameters, 'ReceiptHandle');
  const visibilitySeconds = optionalInteger(parameters, 'VisibilityTimeout', 0, MAX_VISIBILITY_SECONDS);
  if (visibilitySeconds === undefined) throw missingParameter('VisibilityTimeout');
  return { receiptHandle, visibilitySeconds };
}

function settle<T>(read: () => T): Settled<T> {
  try {
    return { value: read() };
  } catch (error) {
    if (error instanceof QueueError) return { error };
    throw error;
  }
}

function refuseFirst([settled]: readonly Settled<unknown>[]): void {
  if (settled !== undefined && 'error' in settled) throw settled.error;
}

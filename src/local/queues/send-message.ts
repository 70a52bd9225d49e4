import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Delivery, invalid } from '../../adapters/send-message.ts';
import { QueueError } from '../../queues/queue-error.ts';
import { checkQueueName } from '../../queues/queue-names.ts';
import { PRIORITY_TAG } from '../../queues/queue-settings.ts';
import type { QueueStore } from '../../queues/queue-store.ts';
import { TopicError } from '../../queues/topics/topic-error.ts';
import { checkTopicName } from '../../queues/topics/topic-names.ts';
import type { TopicStore } from '../../queues/topics/topic-store.ts';
import type { Message } from '../../targets/message.ts';

const PAUSES_MS = [50, 200, 800];

/** The methods of queues that a message of a flow needs. */
export type Sending = Pick<QueueStore, 'send' | 'createQueue'>;

/** The methods of topics that a message of a flow needs. */
export type Publishing = Pick<TopicStore, 'publish' | 'createTopic'>;

/**
 * Sends one message to a queue, which is created when it does not exist: one that orders its messages by their priority,
 * as the original's queues do.
 */
export function sendToQueue(queues: Sending, queueName: string, message: Message): Promise<Delivery> {
  return patiently(async () => {
    checkQueueName(queueName, false);
    const [sent] = await orCreated(
      () => queues.send(queueName, [message]),
      () => queues.createQueue(queueName, {}, { [PRIORITY_TAG]: 'true' }),
    );
    return settledValue(sent).messageId;
  });
}

/** Publishes one message to a topic, which is created when it does not exist. */
export function publishToTopic(topics: Publishing, topicName: string, message: Message): Promise<Delivery> {
  return patiently(async () => {
    checkTopicName(topicName, false);
    const { body, attributes } = message;
    const [published] = await orCreated(
      () => topics.publish(topicName, [{ message: body, attributes }]),
      () => topics.createTopic(topicName),
    );
    return settledValue(published).messageId;
  });
}

/** Repeats sends that failed through no fault of the message. */
async function patiently(send: () => Promise<string>): Promise<Delivery> {
  for (const pause of PAUSES_MS) {
    const delivery = await attempt(send);
    if (delivery.kind !== 'fault') return delivery;
    await sleep(pause);
  }
  return await attempt(send);
}

async function attempt(send: () => Promise<string>): Promise<Delivery> {
  try {
    return { kind: 'sent', messageId: await send(), requestId: randomUUID() };
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    return isRefusal(error) ? invalid(cause) : { kind: 'fault', cause };
  }
}

async function orCreated<T>(send: () => Promise<T>, create: () => Promise<void>): Promise<T> {
  try {
    return await send();
  } catch (error) {
    if (!isMissing(error)) throw error;
    await create();
    return await send();
  }
}

function isMissing(error: unknown): boolean {
  return isRefusal(error) && (error.code === 'QueueDoesNotExist' || error.code === 'NotFound');
}

function isRefusal(error: unknown): error is QueueError | TopicError {
  return error instanceof QueueError || error instanceof TopicError;
}

function settledValue<T>(settled: { readonly value: T } | { readonly error: Error } | undefined): T {
  if (settled === undefined) throw new Error('a message was sent and not answered');
  if ('error' in settled) throw settled.error;
  return settled.value;
}

import {
  type BatchResultErrorEntry,
  ChangeMessageVisibilityCommand,
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  SendMessageBatchCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { MnsQueues } from '../../../mns/services.ts';
import type { Clock } from '../../../ports/clock.ts';
import { UnavailableError } from '../../../ports/unavailable.ts';
import { MAX_BATCH } from '../../../queues/limits.ts';
import type { NewMessage, ReceivedMessage, SentMessage } from '../../../queues/message.ts';
import type { QueueAttributes } from '../../../queues/queue-attributes.ts';
import { QueueError } from '../../../queues/queue-error.ts';
import type {
  MessageCounts,
  QueueDescription,
  ReceiveRequest,
  Settled,
  VisibilityChange,
} from '../../../queues/queue-store.ts';
import type { Naming } from '../targets/resource-names.ts';
import { sqsHandle } from './handles.ts';
import { receiveMessages } from './receive-messages.ts';
import { refusalOf, refuse } from './refusals.ts';
import { queueUrlOf } from './resources.ts';
import { textAttributes } from './text-attributes.ts';

/** Time for which a queue's visibility timeout is cached. */
const FRESH_MS = 60_000;

/** The parts of queues of SQS behind the original's protocol. */
export interface SqsQueuesParts {
  readonly client: SQSClient;
  readonly naming: Naming;
  readonly clock: Clock;
  /** Longest wait of a receive: the gateway in front gives up later. */
  readonly maxWaitSeconds: number;
}

/** Queues of SQS behind the original's protocol, as far as senders and workers need them. */
export class SqsQueues implements MnsQueues {
  readonly deleteQueue = refuse;
  readonly listQueues = refuse;
  readonly setAttributes = refuse;
  readonly #parts: SqsQueuesParts;
  readonly #visibilities = new Map<string, { readonly seconds: number; readonly readAt: number }>();

  constructor(parts: SqsQueuesParts) {
    this.#parts = parts;
  }

  /** Accepts a queue that exists with these attributes; never creates one. */
  async createQueue(name: string, wanted: QueueAttributes = {}): Promise<void> {
    const { attributes } = await this.describeQueue(name).catch((error: unknown) => {
      const isMissing = error instanceof QueueError && error.code === 'QueueDoesNotExist';
      return isMissing ? refuse() : Promise.reject(error);
    });
    if (Object.entries(wanted).some(([key, value]) => attributes[key] !== value)) {
      throw new QueueError('QueueNameExists', `The queue ${name} exists with other attributes.`);
    }
  }

  async describeQueue(name: string): Promise<QueueDescription> {
    const attributes = await this.#attributesOf(name);
    return {
      name,
      createdAt: Number(attributes['CreatedTimestamp']) * 1_000,
      modifiedAt: Number(attributes['LastModifiedTimestamp']) * 1_000,
      attributes,
      tags: {},
    };
  }

  async countMessages(name: string): Promise<MessageCounts> {
    const attributes = await this.#attributesOf(name);
    return {
      visible: Number(attributes['ApproximateNumberOfMessages']),
      inFlight: Number(attributes['ApproximateNumberOfMessagesNotVisible']),
      delayed: Number(attributes['ApproximateNumberOfMessagesDelayed']),
    };
  }

  async send(name: string, messages: readonly NewMessage[]): Promise<readonly Settled<SentMessage>[]> {
    return inBatches(messages, async (batch) => {
      const command = new SendMessageBatchCommand({
        QueueUrl: this.#urlOf(name),
        Entries: batch.map(({ body, attributes, delaySeconds }, at) => ({
          Id: String(at),
          MessageBody: body,
          MessageAttributes: textAttributes(attributes),
          ...(delaySeconds !== undefined && { DelaySeconds: delaySeconds }),
        })),
      });
      const { Successful = [], Failed } = await this.#parts.client.send(command);
      const ids = new Map(Successful.map(({ Id, MessageId = '' }) => [Id, MessageId]));
      return settle(batch, Failed, (at) => ({ messageId: ids.get(String(at)) ?? '' }));
    });
  }

  async receive(name: string, request: ReceiveRequest): Promise<readonly ReceivedMessage[]> {
    const { client, clock, maxWaitSeconds } = this.#parts;
    try {
      const received = await receiveMessages(client, this.#urlOf(name), {
        max: request.max,
        ...(request.waitSeconds !== undefined && {
          waitSeconds: Math.min(request.waitSeconds, maxWaitSeconds),
        }),
      });
      if (received.length === 0) return [];
      const visibleAt = clock.now() + (await this.#visibilityOf(name)) * 1_000;
      return received.map((message) => ({ ...message, visibleAt }));
    } catch (error) {
      throw refusalOf(error);
    }
  }

  async delete(name: string, receiptHandles: readonly string[]): Promise<readonly Settled<undefined>[]> {
    return inBatches(receiptHandles, async (batch) => {
      const handles = batch.map(sqsHandle);
      const Entries = handles.flatMap((ReceiptHandle, at) =>
        ReceiptHandle === undefined ? [] : [{ Id: String(at), ReceiptHandle }],
      );
      const command = new DeleteMessageBatchCommand({ QueueUrl: this.#urlOf(name), Entries });
      const { Failed } = Entries.length === 0 ? {} : await this.#parts.client.send(command);
      const settled = settle<undefined>(batch, Failed, () => undefined);
      return settled.map((each, at) => (handles[at] === undefined ? { error: unknownHandle() } : each));
    });
  }

  async changeVisibility(
    name: string,
    changes: readonly VisibilityChange[],
  ): Promise<readonly Settled<number>[]> {
    return Promise.all(changes.map((change) => this.#hide(name, change)));
  }

  async #hide(
    name: string,
    { receiptHandle, visibilitySeconds }: VisibilityChange,
  ): Promise<Settled<number>> {
    const { client, clock } = this.#parts;
    const ReceiptHandle = sqsHandle(receiptHandle);
    if (ReceiptHandle === undefined) return { error: unknownHandle() };
    const command = new ChangeMessageVisibilityCommand({
      QueueUrl: this.#urlOf(name),
      ReceiptHandle,
      VisibilityTimeout: visibilitySeconds,
    });
    try {
      await client.send(command);
      return { value: clock.now() + visibilitySeconds * 1_000 };
    } catch (thrown) {
      const error = refusalOf(thrown);
      if (error instanceof QueueError && error.code !== 'QueueDoesNotExist') return { error };
      throw error;
    }
  }

  /** SQS cannot show a message without receiving it, which counts towards dead letters. */
  async peek(): Promise<never> {
    throw new QueueError('UnsupportedOperation', 'On AWS messages cannot be peeked at: receive them.');
  }

  async #visibilityOf(name: string): Promise<number> {
    const now = this.#parts.clock.now();
    const known = this.#visibilities.get(name);
    if (known !== undefined && now - known.readAt < FRESH_MS) return known.seconds;
    const seconds = Number((await this.#attributesOf(name))['VisibilityTimeout']);
    this.#visibilities.set(name, { seconds, readAt: now });
    return seconds;
  }

  async #attributesOf(name: string): Promise<Readonly<Record<string, string>>> {
    const command = new GetQueueAttributesCommand({ QueueUrl: this.#urlOf(name), AttributeNames: ['All'] });
    try {
      return (await this.#parts.client.send(command)).Attributes ?? {};
    } catch (error) {
      throw refusalOf(error);
    }
  }

  #urlOf(name: string): string {
    return queueUrlOf(name, this.#parts.naming);
  }
}

/** Sends a batch of the original in batches of SQS, one after the other, so that messages stay in order. */
async function inBatches<Entry, Value>(
  entries: readonly Entry[],
  ask: (batch: readonly Entry[]) => Promise<readonly Settled<Value>[]>,
): Promise<readonly Settled<Value>[]> {
  const settled: Settled<Value>[] = [];
  for (let at = 0; at < entries.length; at += MAX_BATCH) {
    try {
      settled.push(...(await ask(entries.slice(at, at + MAX_BATCH))));
    } catch (error) {
      throw refusalOf(error);
    }
  }
  return settled;
}

/** The result of each entry of a batch. @throws UnavailableError when SQS failed for one: its client tries all again. */
function settle<Value>(
  batch: readonly unknown[],
  failed: readonly BatchResultErrorEntry[] = [],
  valueAt: (at: number) => Value,
): readonly Settled<Value>[] {
  return batch.map((_entry, at) => {
    const failure = failed.find(({ Id }) => Id === String(at));
    if (failure === undefined) return { value: valueAt(at) };
    const { Code = '', Message = Code, SenderFault = false } = failure;
    if (!SenderFault) throw new UnavailableError(Message, { cause: failure, isOverload: false });
    const isHandle = Code === 'ReceiptHandleIsInvalid';
    return { error: isHandle ? unknownHandle() : new QueueError('InvalidParameterValue', Message) };
  });
}

function unknownHandle(): QueueError {
  return new QueueError('ReceiptHandleIsInvalid', 'The receipt handle is not one of this queue.');
}

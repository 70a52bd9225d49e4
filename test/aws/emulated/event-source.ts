import {
  DeleteMessageBatchCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';

const DRIVERS = 20;

/**
 * Hands messages to the driver in batches, as an event source mapping with partial responses does; once aborted, it
 * ends when those that it has handed over are done.
 */
export async function pump(
  sqs: SQSClient,
  QueueUrl: string,
  driver: (event: SQSEvent, context: Context) => Promise<SQSBatchResponse>,
  signal: AbortSignal,
): Promise<void> {
  const batches = new Set<Promise<void>>();
  while (!signal.aborted) {
    if (batches.size >= DRIVERS) await Promise.race(batches);
    const receive = new ReceiveMessageCommand({
      QueueUrl,
      MaxNumberOfMessages: 10,
      WaitTimeSeconds: 1,
      MessageSystemAttributeNames: ['All'],
    });
    const { Messages = [] } = await sqs.send(receive);
    if (Messages.length === 0) continue;
    const batch = handle(Messages);
    batches.add(batch);
    void batch.finally(() => batches.delete(batch));
  }
  await Promise.all(batches);

  async function handle(messages: readonly Message[]): Promise<void> {
    const { batchItemFailures } = await driver(sqsEvent(messages, QueueUrl), lambdaContext());
    const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
    const Entries = messages
      .filter(({ MessageId = '' }) => !failed.has(MessageId))
      .map(({ MessageId, ReceiptHandle }) => ({ Id: MessageId, ReceiptHandle }));
    if (Entries.length > 0) await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
  }
}

function sqsEvent(messages: readonly Message[], queueUrl: string): SQSEvent {
  const Records = messages.map(({ MessageId, ReceiptHandle, Body, Attributes }) => ({
    messageId: MessageId,
    receiptHandle: ReceiptHandle,
    body: Body,
    attributes: Attributes,
    eventSourceARN: `arn:aws:sqs:us-east-1:000000000000:${queueUrl.split('/').at(-1)}`,
  }));
  return { Records } as unknown as SQSEvent;
}

/** The context of an invocation. */
export function lambdaContext(): Context {
  return { functionName: 'fdl', awsRequestId: 'r', getRemainingTimeInMillis: () => 900_000 } as Context;
}

import { type Message, ReceiveMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { MAX_BATCH, MAX_WAIT_SECONDS } from '../../../queues/limits.ts';
import type { ReceivedMessage } from '../../../queues/message.ts';
import { wireHandle } from './handles.ts';

/** A request of a receiver. */
interface Wish {
  readonly max: number;
  /** @default that of the queue */
  readonly waitSeconds?: number;
}

/** A message as SQS returns it: without the time for which it stays hidden. */
export type FromSqs = Omit<ReceivedMessage, 'visibleAt'>;

/** Receives more messages than SQS returns at once, and waits longer than SQS does. */
export async function receiveMessages(
  client: SQSClient,
  queueUrl: string,
  { max, waitSeconds }: Wish,
): Promise<readonly FromSqs[]> {
  const receive = async (count: number, wait: number | undefined) => {
    const command = new ReceiveMessageCommand({
      QueueUrl: queueUrl,
      MaxNumberOfMessages: Math.min(count, MAX_BATCH),
      MessageSystemAttributeNames: ['All'],
      MessageAttributeNames: ['Priority'],
      ...(wait !== undefined && { WaitTimeSeconds: Math.min(wait, MAX_WAIT_SECONDS) }),
    });
    return (await client.send(command)).Messages ?? [];
  };
  let received = await receive(max, waitSeconds);
  if (received.length === 0 && waitSeconds !== undefined && waitSeconds > MAX_WAIT_SECONDS) {
    received = await receive(max, waitSeconds - MAX_WAIT_SECONDS);
  }
  const isMoreWanted = received.length === MAX_BATCH && max > MAX_BATCH;
  // The messages at hand are handed out even if the second receive fails.
  const more = isMoreWanted ? await receive(max - MAX_BATCH, 0).catch(() => []) : [];
  return [...received, ...more].map(read);
}

function read({ MessageId = '', ReceiptHandle = '', Body = '', ...rest }: Message): FromSqs {
  const { Attributes: { SentTimestamp, ApproximateFirstReceiveTimestamp, ApproximateReceiveCount } = {} } =
    rest;
  const priority = rest.MessageAttributes?.['Priority'];
  return {
    messageId: MessageId,
    receiptHandle: wireHandle(ReceiptHandle),
    body: Body,
    attributes: priority?.StringValue
      ? { Priority: { DataType: 'Number', StringValue: priority.StringValue } }
      : {},
    systemAttributes: {},
    sentAt: Number(SentTimestamp),
    firstReceivedAt: Number(ApproximateFirstReceiveTimestamp),
    receives: Number(ApproximateReceiveCount),
  };
}

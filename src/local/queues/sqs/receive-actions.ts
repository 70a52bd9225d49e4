import type { JsonObject } from '../../../common/json.ts';
import { MAX_BATCH, MAX_VISIBILITY_SECONDS, MAX_WAIT_SECONDS } from '../../../queues/limits.ts';
import type { MessageAttributes, ReceivedMessage } from '../../../queues/message.ts';
import { md5OfAttributes, md5OfText } from '../../../queues/message-md5.ts';
import { ACCOUNT, queueArn } from '../../../queues/names.ts';
import { optionalInteger, queueName, texts } from './parameters.ts';
import type { SqsAction } from './sqs-action.ts';

export const receiveMessage: SqsAction = async (parameters, { store, signal, onUndelivered }) => {
  const name = queueName(parameters);
  const visibilitySeconds = optionalInteger(parameters, 'VisibilityTimeout', 0, MAX_VISIBILITY_SECONDS);
  const waitSeconds = optionalInteger(parameters, 'WaitTimeSeconds', 0, MAX_WAIT_SECONDS);
  const messages = await store.receive(name, {
    max: optionalInteger(parameters, 'MaxNumberOfMessages', 1, MAX_BATCH) ?? 1,
    ...(visibilitySeconds !== undefined && { visibilitySeconds }),
    ...(waitSeconds !== undefined && { waitSeconds }),
    signal,
  });
  if (messages.length === 0) return {};
  const handles = messages.map(({ receiptHandle }) => receiptHandle);
  onUndelivered(() => store.giveBack(name, handles));
  const system = [
    ...texts(parameters, 'AttributeNames'),
    ...texts(parameters, 'MessageSystemAttributeNames'),
  ];
  const wanted = texts(parameters, 'MessageAttributeNames');
  return { Messages: messages.map((message) => messageResult(message, system, wanted)) };
};

function messageResult(
  message: ReceivedMessage,
  system: readonly string[],
  wanted: readonly string[],
): JsonObject {
  const attributes = Object.entries(systemAttributes(message)).filter(
    ([name]) => system.includes('All') || system.includes(name),
  );
  const own = chosenAttributes(message.attributes, wanted);
  const md5 = md5OfAttributes(own);
  return {
    MessageId: message.messageId,
    ReceiptHandle: message.receiptHandle,
    MD5OfBody: md5OfText(message.body),
    Body: message.body,
    ...(attributes.length > 0 && { Attributes: Object.fromEntries(attributes) }),
    ...(md5 !== undefined && {
      MD5OfMessageAttributes: md5,
      MessageAttributes: { ...own } as unknown as JsonObject,
    }),
  };
}

function systemAttributes(message: ReceivedMessage): Readonly<Record<string, string>> {
  const trace = message.systemAttributes['AWSTraceHeader']?.StringValue;
  return {
    SenderId: ACCOUNT,
    SentTimestamp: String(message.sentAt),
    ApproximateReceiveCount: String(message.receives),
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt),
    ...(message.groupId !== undefined && { MessageGroupId: message.groupId }),
    ...(message.deduplicationId !== undefined && { MessageDeduplicationId: message.deduplicationId }),
    ...(message.sequenceNumber !== undefined && { SequenceNumber: message.sequenceNumber }),
    ...(trace !== undefined && { AWSTraceHeader: trace }),
    ...(message.source !== undefined && { DeadLetterQueueSourceArn: queueArn(message.source) }),
  };
}

/** Those of the names that a receiver asks for: `All`, a name, or the beginning of names with `.*`. */
function chosenAttributes(attributes: MessageAttributes, wanted: readonly string[]): MessageAttributes {
  const isWanted = (name: string) =>
    wanted.some(
      (asked) =>
        asked === 'All' || asked === name || (asked.endsWith('.*') && name.startsWith(asked.slice(0, -2))),
    );
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => isWanted(name)));
}

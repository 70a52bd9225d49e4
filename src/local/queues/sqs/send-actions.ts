import type { JsonObject } from '../../../common/json.ts';
import { messageBytes } from '../../../queues/check-message.ts';
import { MAX_MESSAGE_BYTES } from '../../../queues/limits.ts';
import type { NewMessage, SentMessage } from '../../../queues/message.ts';
import { md5OfAttributes, md5OfText } from '../../../queues/message-md5.ts';
import { QueueError } from '../../../queues/queue-error.ts';
import { batchResult, readEntries } from './batch.ts';
import { messageAttributes, optionalInteger, optionalText, queueName } from './parameters.ts';
import type { SqsAction } from './sqs-action.ts';

export const sendMessage: SqsAction = async (parameters, { store }) => {
  const message = readMessage(parameters);
  const [sent] = await store.send(queueName(parameters), [message]);
  if (sent === undefined) throw new Error('a message was sent and not answered');
  if ('error' in sent) throw sent.error;
  return sentResult(message, sent.value);
};

export const sendMessageBatch: SqsAction = async (parameters, { store }) => {
  const entries = readEntries(parameters).map(({ id, entry }) => ({ id, message: readMessage(entry) }));
  const bytes = entries.reduce((sum, { message }) => sum + messageBytes(message), 0);
  if (bytes > MAX_MESSAGE_BYTES) {
    throw new QueueError(
      'BatchRequestTooLong',
      `Batch requests cannot be longer than ${MAX_MESSAGE_BYTES} bytes. You have sent ${bytes} bytes.`,
    );
  }
  const messages = entries.map(({ message }) => message);
  const settled = await store.send(queueName(parameters), messages);
  return batchResult(
    entries.map(({ id }) => id),
    settled,
    (value, at) => sentResult(messages[at], value),
  );
};

function readMessage(parameters: JsonObject): NewMessage {
  const delaySeconds = optionalInteger(
    parameters,
    'DelaySeconds',
    Number.MIN_SAFE_INTEGER,
    Number.MAX_SAFE_INTEGER,
  );
  const groupId = optionalText(parameters, 'MessageGroupId');
  const deduplicationId = optionalText(parameters, 'MessageDeduplicationId');
  return {
    body: optionalText(parameters, 'MessageBody') ?? '',
    attributes: messageAttributes(parameters, 'MessageAttributes'),
    systemAttributes: messageAttributes(parameters, 'MessageSystemAttributes'),
    ...(delaySeconds !== undefined && { delaySeconds }),
    ...(groupId !== undefined && { groupId }),
    ...(deduplicationId !== undefined && { deduplicationId }),
  };
}

function sentResult(message: NewMessage | undefined, { messageId, sequenceNumber }: SentMessage): JsonObject {
  const { body = '', attributes = {}, systemAttributes = {} } = message ?? {};
  const ofAttributes = md5OfAttributes(attributes);
  const ofSystem = md5OfAttributes(systemAttributes);
  return {
    MessageId: messageId,
    MD5OfMessageBody: md5OfText(body),
    ...(ofAttributes !== undefined && { MD5OfMessageAttributes: ofAttributes }),
    ...(ofSystem !== undefined && { MD5OfMessageSystemAttributes: ofSystem }),
    ...(sequenceNumber !== undefined && { SequenceNumber: sequenceNumber }),
  };
}

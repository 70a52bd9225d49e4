import type { JsonObject } from '../../../common/json.ts';
import { messageBytes } from '../../../queues/check-message.ts';
import { MAX_MESSAGE_BYTES } from '../../../queues/limits.ts';
import { invalidParameter, TopicError } from '../../../queues/topics/topic-error.ts';
import { topicNameOfArn } from '../../../queues/topics/topic-names.ts';
import type { NewNotice, Published } from '../../../queues/topics/topic-store.ts';
import { entries, messageAttributes, optionalText, text } from './parameters.ts';
import type { SnsAction } from './sns-action.ts';

export const publish: SnsAction = async (parameters, { topics }) => {
  const arn = optionalText(parameters, 'TopicArn') ?? optionalText(parameters, 'TargetArn');
  if (arn === undefined) {
    throw invalidParameter(
      'TopicArn or TargetArn',
      'no value for required parameter; phones are not served here',
    );
  }
  const [settled] = await topics.publish(topicNameOfArn(arn), [readNotice(parameters)]);
  if (settled === undefined) throw new Error('a message was published and not answered');
  if ('error' in settled) throw settled.error;
  return published(settled.value);
};

export const publishBatch: SnsAction = async (parameters, { topics }) => {
  const topic = topicNameOfArn(text(parameters, 'TopicArn'));
  const found = entries(parameters, 'PublishBatchRequestEntries');
  const notices = found.map(([, entry]) => readNotice(entry));
  const bytes = notices.reduce(
    (sum, { message, attributes }) => sum + messageBytes({ body: message, attributes }),
    0,
  );
  if (bytes > MAX_MESSAGE_BYTES) {
    throw new TopicError(
      'BatchRequestTooLong',
      'The length of all the batch messages put together is more than the limit.',
    );
  }
  const settled = await topics.publish(topic, notices);
  const successful: JsonObject[] = [];
  const failed: JsonObject[] = [];
  settled.forEach((entry, at) => {
    const Id = found[at]?.[0] ?? '';
    if ('value' in entry) successful.push({ Id, ...published(entry.value) });
    else failed.push({ Id, Code: entry.error.code, Message: entry.error.message, SenderFault: true });
  });
  return { Successful: successful, Failed: failed };
};

function readNotice(parameters: JsonObject): NewNotice {
  const subject = optionalText(parameters, 'Subject');
  const groupId = optionalText(parameters, 'MessageGroupId');
  const deduplicationId = optionalText(parameters, 'MessageDeduplicationId');
  const structure = optionalText(parameters, 'MessageStructure');
  if (structure !== undefined && structure !== 'json')
    throw invalidParameter('MessageStructure', 'it takes json');
  return {
    message: optionalText(parameters, 'Message') ?? '',
    attributes: messageAttributes(parameters),
    isStructured: structure === 'json',
    ...(subject !== undefined && { subject }),
    ...(groupId !== undefined && { groupId }),
    ...(deduplicationId !== undefined && { deduplicationId }),
  };
}

function published({ messageId, sequenceNumber }: Published): JsonObject {
  return { MessageId: messageId, ...(sequenceNumber !== undefined && { SequenceNumber: sequenceNumber }) };
}

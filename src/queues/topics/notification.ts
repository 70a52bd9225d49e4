import type { JsonObject } from '../../common/json.ts';
import type { MessageAttributes } from '../message.ts';
import { topicArn } from './topic-names.ts';

/** A message of a topic that has been taken. */
export interface Notice {
  readonly messageId: string;
  readonly topic: string;
  readonly message: string;
  readonly subject?: string;
  readonly attributes: MessageAttributes;
  readonly publishedAt: number;
  readonly groupId?: string;
  readonly deduplicationId?: string;
  readonly sequenceNumber?: string;
}

/** The envelope in which SNS sends a message to subscribers that do not want it raw; it is not signed. */
export function envelopeOf(notice: Notice): JsonObject {
  const attributes = Object.entries(notice.attributes).map(
    ([name, { DataType, StringValue, BinaryValue }]) => [
      name,
      { Type: DataType, Value: StringValue ?? BinaryValue ?? '' },
    ],
  );
  return {
    Type: 'Notification',
    MessageId: notice.messageId,
    ...(notice.sequenceNumber !== undefined && { SequenceNumber: notice.sequenceNumber }),
    TopicArn: topicArn(notice.topic),
    ...(notice.subject !== undefined && { Subject: notice.subject }),
    Message: notice.message,
    Timestamp: new Date(notice.publishedAt).toISOString(),
    ...(attributes.length > 0 && { MessageAttributes: Object.fromEntries(attributes) }),
  };
}

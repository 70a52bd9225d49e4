import { isJsonObject, type JsonObject } from '../../../common/json.ts';
import type { ReceivedMessage } from '../../../queues/message.ts';
import { topicArn } from '../../../queues/topics/topic-names.ts';
import type { Subscription } from '../../../queues/topics/topic-store.ts';

/**
 * The envelope that a message of a push queue holds. Any client may send to the queue: a body that is no envelope is the
 * message of one.
 */
export function readEnvelope(
  { topic }: Subscription,
  { body, messageId, sentAt }: ReceivedMessage,
): JsonObject {
  return (
    parseEnvelope(body) ?? {
      Type: 'Notification',
      MessageId: messageId,
      TopicArn: topicArn(topic),
      Message: body,
      Timestamp: new Date(sentAt).toISOString(),
    }
  );
}

function parseEnvelope(body: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(body);
    const isEnvelope =
      isJsonObject(value) && typeof value['Message'] === 'string' && typeof value['Type'] === 'string';
    return isEnvelope ? value : undefined;
  } catch {
    return undefined;
  }
}

/** A field of an envelope that is a text; empty where it is none. */
export function fieldOf(envelope: JsonObject, name: string): string {
  const value = envelope[name];
  return typeof value === 'string' ? value : '';
}

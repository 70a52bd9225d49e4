import type { SQSRecord } from 'aws-lambda';
import { messageOf } from '../src/adapters/aws/dispatch/message-text.ts';
import type { DispatchMessage } from '../src/ports/dispatch-queue.ts';

/** The dispatch message in a record of a queue. @throws when the body is no message. */
export function readMessage({ messageId, body, attributes }: SQSRecord): DispatchMessage {
  return messageOf({ messageId, sentAt: Number(attributes.SentTimestamp), text: body });
}

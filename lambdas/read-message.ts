import type { SQSRecord } from 'aws-lambda';
import { isJsonObject } from '../src/common/json.ts';
import type { DispatchBody, DispatchMessage } from '../src/ports/dispatch-queue.ts';

/**
 * The dispatch message in a record of a queue.
 *
 * A start that an event rule sends has the event as an object, since rules cannot make texts of objects.
 *
 * @throws when the body is no message; what it says is kept out of the error.
 */
export function readMessage({ messageId, body, attributes }: SQSRecord): DispatchMessage {
  return { id: messageId, sentAt: Number(attributes.SentTimestamp), body: readBody(body, messageId) };
}

function readBody(text: string, messageId: string): DispatchBody {
  const body = parse(text);
  if (!isJsonObject(body) || typeof body['kind'] !== 'string')
    throw new Error(`Message ${messageId} is no dispatch message`);
  const { kind, input } = body;
  const readable = kind === 'start' && isJsonObject(input) ? { ...body, input: JSON.stringify(input) } : body;
  return readable as unknown as DispatchBody;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

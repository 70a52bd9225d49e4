import { isJsonObject } from '../../../common/json.ts';
import { jsonIn, stringifyJson } from '../../../common/json-text.ts';
import type { MessageId } from '../../../interpreter/record.ts';
import type { DispatchBody, DispatchMessage } from '../../../ports/dispatch-queue.ts';

/**
 * A message as text: its body, with the id under which it owns effects.
 *
 * The id that SQS gives is another one after a redrive, so it cannot be the owner. All characters are those that every
 * queue accepts: those of XML, which JSON leaves to us beyond the basic plane and at its end.
 */
export function messageText(id: MessageId, body: DispatchBody): string {
  return JSON.stringify({ id, ...body }).replaceAll(
    /[\uD800-\uDFFF\uFFFE\uFFFF]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16)}`,
  );
}

/** A message as SQS hands it out. */
export interface Received {
  readonly messageId: string;
  readonly sentAt: number;
  readonly text: string;
}

/**
 * The dispatch message in a message of SQS. One that was written by hand, or before messages carried ids, has the id of SQS.
 *
 * A start that an event rule sends has the event as an object, since rules cannot make texts of objects.
 *
 * @throws when the text is no message; the error does not quote it.
 */
export function messageOf({ messageId, sentAt, text }: Received): DispatchMessage {
  const parsed = jsonIn(text);
  if (!isJsonObject(parsed)) throw noMessage(messageId);
  const { id: own, ...body } = parsed;
  const id = own === undefined || isPlaceholder(own) ? messageId : own;
  const { kind, input } = body;
  if (typeof id !== 'string' || id === '' || typeof kind !== 'string') throw noMessage(messageId);
  const readable = kind === 'start' && isJsonObject(input) ? { ...body, input: stringifyJson(input) } : body;
  return { id, sentAt, body: readable as unknown as DispatchBody };
}

/** True for a placeholder. EventBridge Scheduler fills it in on delivery; for undeliverable messages that is not documented. */
function isPlaceholder(id: unknown): boolean {
  return typeof id === 'string' && id.startsWith('<');
}

function noMessage(messageId: string): Error {
  return new Error(`Message ${messageId} is no dispatch message`);
}

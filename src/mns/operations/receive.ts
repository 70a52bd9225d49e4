import type { ReceivedMessage } from '../../queues/message.ts';
import { priorityOf } from '../../queues/priority.ts';
import { MnsError } from '../mns-error.ts';
import type { MnsResult } from '../mns-request.ts';
import { type MnsContext, type MnsOperation, queryInteger, queryParameter } from '../operation.ts';
import { document, fields } from '../xml/write-xml.ts';
import { queueNameOf } from './queues.ts';
import { md5Of } from './send.ts';

const MOST_IN_BATCH = 16;
const LONGEST_WAIT_SECONDS = 30;

/** Receives one message, or up to sixteen, or shows them only. */
export const receiveMessages: MnsOperation = async (context) => {
  const name = queueNameOf(context);
  const count = queryInteger(context, 'numOfMessages', 1, MOST_IN_BATCH);
  const waitSeconds = queryInteger(context, 'waitseconds', 0, LONGEST_WAIT_SECONDS);
  if (queryParameter(context, 'peekonly') === 'true') {
    return answer(context, count, await context.queues.peek(name, count ?? 1));
  }
  const { signal } = context.request;
  const messages = await context.queues.receive(name, {
    max: count ?? 1,
    ...(waitSeconds !== undefined && { waitSeconds }),
    ...(signal !== undefined && { signal }),
  });
  const handles = messages.map(({ receiptHandle }) => receiptHandle);
  const undo = async () => context.queues.giveBack?.(name, handles);
  return { ...answer(context, count, messages), undo };
};

/** The root element depends on whether the client asked for a number, not on how many messages there are. */
function answer(
  context: MnsContext,
  count: number | undefined,
  messages: readonly ReceivedMessage[],
): MnsResult {
  const isPeek = queryParameter(context, 'peekonly') === 'true';
  const [first] = messages;
  if (first === undefined) throw new MnsError(404, 'MessageNotExist', 'Message not exist.');
  if (count === undefined) return { status: 200, xml: document('Message', messageFields(first, isPeek)) };
  const entries = messages.map((message) => `<Message>${messageFields(message, isPeek)}</Message>`);
  return { status: 200, xml: document('Messages', entries.join('')) };
}

function messageFields(message: ReceivedMessage, isPeek: boolean): string {
  return fields({
    MessageId: message.messageId,
    ReceiptHandle: isPeek ? undefined : message.receiptHandle,
    MessageBody: message.body,
    MessageBodyMD5: md5Of(message.body),
    EnqueueTime: message.sentAt,
    NextVisibleTime: isPeek ? undefined : message.visibleAt,
    FirstDequeueTime: message.firstReceivedAt,
    DequeueCount: message.receives,
    Priority: priorityOf(message.attributes),
  });
}

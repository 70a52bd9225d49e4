import { createHash } from 'node:crypto';
import { LOWEST_PRIORITY, MAX_DELAY_SECONDS } from '../../queues/limits.ts';
import type { NewMessage, SentMessage } from '../../queues/message.ts';
import type { Settled } from '../../queues/queue-store.ts';
import { textOf, type XmlElement } from '../../xml/element.ts';
import { codeOf } from '../error-codes.ts';
import { invalidArgument, MnsError } from '../mns-error.ts';
import { type MnsOperation, readBody, wholeNumber } from '../operation.ts';
import { document, fields } from '../xml/write-xml.ts';
import { queueNameOf } from './queues.ts';

const MOST_IN_BATCH = 16;
const LONGEST_DELAY = 604_800;

/** Sends one message, or up to sixteen. */
export const sendMessages: MnsOperation = async (context) => {
  const name = queueNameOf(context);
  const body = readBody(context, 'Message', 'Messages');
  if (body.name === 'Message') {
    const message = readMessage(body);
    const [sent] = await context.queues.send(name, [message]);
    if (sent === undefined) throw new Error('a message was sent and not answered');
    if ('error' in sent) throw sent.error;
    return { status: 201, xml: document('Message', sentFields(message, sent)) };
  }
  const messages = batchOf(body).map(readMessage);
  const settled = await context.queues.send(name, messages);
  const entries = messages.map((message, at) => `<Message>${sentFields(message, settled[at])}</Message>`);
  const hasFailed = settled.some((each) => 'error' in each);
  return { status: hasFailed ? 400 : 201, xml: document('Messages', entries.join('')) };
};

/** The entries of a batch. @throws MnsError when there are none or too many. */
function batchOf({ children }: XmlElement): readonly XmlElement[] {
  const entries = children.filter(({ name }) => name === 'Message');
  if (entries.length >= 1 && entries.length <= MOST_IN_BATCH) return entries;
  throw invalidArgument(`A batch has 1 to ${MOST_IN_BATCH} messages, not ${entries.length}.`);
}

function readMessage(message: XmlElement): NewMessage {
  const body = textOf(message, 'MessageBody');
  if (body === undefined || body === '')
    throw new MnsError(400, 'MalformedXML', 'A message needs a MessageBody.');
  const delay = textOf(message, 'DelaySeconds');
  const priority = textOf(message, 'Priority');
  const delaySeconds = delay === undefined ? undefined : wholeNumber('DelaySeconds', delay, 0, LONGEST_DELAY);
  if (delaySeconds !== undefined && delaySeconds > MAX_DELAY_SECONDS) {
    throw invalidArgument(
      `DelaySeconds ${delaySeconds}: messages are delayed by ${MAX_DELAY_SECONDS} seconds at most here.`,
    );
  }
  const StringValue = priority && String(wholeNumber('Priority', priority, 1, LOWEST_PRIORITY));
  return {
    body,
    ...(delaySeconds !== undefined && { delaySeconds }),
    attributes: StringValue ? { Priority: { DataType: 'Number', StringValue } } : {},
  };
}

function sentFields({ body }: NewMessage, settled: Settled<SentMessage> | undefined): string {
  if (settled === undefined) return '';
  if ('error' in settled) {
    return fields({ ErrorCode: codeOf(settled.error).code, ErrorMessage: settled.error.message });
  }
  return fields({ MessageId: settled.value.messageId, MessageBodyMD5: md5Of(body) });
}

/** The MD5 of a body as the original writes it. */
export function md5Of(body: string): string {
  return createHash('md5').update(body).digest('hex').toUpperCase();
}

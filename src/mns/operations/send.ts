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
  const read = batchOf(body).map(tryRead);
  const messages = read.flatMap((each) => (each instanceof MnsError ? [] : [each]));
  const settled = messages.length === 0 ? [] : await context.queues.send(name, messages);
  const outcomes = new Map(messages.map((message, at) => [message, settled[at]]));
  const entries = read.map((each) =>
    each instanceof MnsError ? failureFields(each) : sentFields(each, outcomes.get(each)),
  );
  const hasFailed = messages.length < read.length || settled.some((each) => 'error' in each);
  const xml = document('Messages', entries.map((entry) => `<Message>${entry}</Message>`).join(''));
  return { status: hasFailed ? 400 : 201, xml };
};

/** The entries of a batch. @throws MnsError when there are none or too many. */
function batchOf({ children }: XmlElement): readonly XmlElement[] {
  const entries = children.filter(({ name }) => name === 'Message');
  if (entries.length >= 1 && entries.length <= MOST_IN_BATCH) return entries;
  throw invalidArgument(`A batch has 1 to ${MOST_IN_BATCH} messages, not ${entries.length}.`);
}

/** A message, or the error of one that breaks a limit. @throws MnsError for one that is not whole. */
function tryRead(message: XmlElement): NewMessage | MnsError {
  try {
    return readMessage(message);
  } catch (error) {
    if (error instanceof MnsError && error.code === 'InvalidArgument') return error;
    throw error;
  }
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
  if ('error' in settled) return failureFields(codeOf(settled.error));
  return fields({ MessageId: settled.value.messageId, MessageBodyMD5: md5Of(body) });
}

function failureFields({ code, message }: MnsError): string {
  return fields({ ErrorCode: code, ErrorMessage: message });
}

/** The MD5 of a body as the original writes it. */
export function md5Of(body: string): string {
  return createHash('md5').update(body).digest('hex').toUpperCase();
}

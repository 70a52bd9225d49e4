import { MAX_DELAY_SECONDS } from './limits.ts';
import type { AttributeValue, MessageAttributes, NewMessage } from './message.ts';
import { invalidValue, missingParameter, QueueError } from './queue-error.ts';
import type { QueueSettings } from './queue-settings.ts';

/** A character that XML 1.0 does not have, and so SQS does not take. */
const FORBIDDEN = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/u;
const ALLOWED = '#x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF';
const ATTRIBUTE_NAME = /^(?!aws\.|amazon\.)(?!\.)(?!.*\.\.)[A-Za-z0-9_.-]{1,256}(?<!\.)$/i;
const DATA_TYPE = /^(String|Number|Binary)(\..{1,249})?$/;
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;
const ID = /^[A-Za-z0-9!"#$%&'()*+,\-./:;<=>?@[\\\]^_`{|}~]{1,128}$/;
const MOST_ATTRIBUTES = 10;

/** Why a queue with these settings does not take a message. @returns undefined when it does. */
export function problemOf(message: NewMessage, settings: QueueSettings): QueueError | undefined {
  if (message.body === '') return missingParameter('MessageBody');
  return (
    textProblem('message body', message.body) ??
    attributesProblem(message.attributes ?? {}) ??
    sizeProblem(message, settings.maximumMessageSize) ??
    delayProblem(message, settings) ??
    idProblem('MessageGroupId', message.groupId) ??
    idProblem('MessageDeduplicationId', message.deduplicationId) ??
    fifoProblem(message, settings)
  );
}

/** Bytes of a message that count towards limits: its body, and names, types and values of its attributes. */
export function messageBytes({ body, attributes = {} }: Pick<NewMessage, 'body' | 'attributes'>): number {
  let bytes = Buffer.byteLength(body);
  for (const [name, { DataType, StringValue = '', BinaryValue = '' }] of Object.entries(attributes)) {
    bytes += Buffer.byteLength(name) + Buffer.byteLength(DataType) + Buffer.byteLength(StringValue);
    bytes += Buffer.byteLength(BinaryValue, 'base64');
  }
  return bytes;
}

/** Why a text cannot be part of a message. @returns undefined when it can. */
export function textProblem(where: string, text: string): QueueError | undefined {
  const [found] = FORBIDDEN.exec(text) ?? [];
  if (found === undefined) return undefined;
  const code = (found.codePointAt(0) ?? 0).toString(16).toUpperCase();
  return new QueueError(
    'InvalidMessageContents',
    `Invalid character #x${code} was found in the ${where}; the allowed characters are ${ALLOWED}`,
  );
}

/** Why attributes cannot be part of a message. @returns undefined when they can. */
export function attributesProblem(attributes: MessageAttributes): QueueError | undefined {
  const entries = Object.entries(attributes);
  if (entries.length > MOST_ATTRIBUTES) {
    return new QueueError(
      'InvalidParameterValue',
      `Number of message attributes [${entries.length}] exceeds the allowed maximum [${MOST_ATTRIBUTES}].`,
    );
  }
  for (const [name, value] of entries) {
    const problem = attributeProblem(name, value);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function attributeProblem(name: string, value: AttributeValue): QueueError | undefined {
  const refuse = (reason: string) => new QueueError('InvalidParameterValue', reason);
  if (!ATTRIBUTE_NAME.test(name)) {
    return refuse(
      `The message attribute name '${name.slice(0, 300)}' is not allowed: 1 to 256 letters, digits, _ - and single dots, not at either end, beginning with neither AWS. nor Amazon.`,
    );
  }
  const { DataType, StringValue, BinaryValue } = value;
  if (!DATA_TYPE.test(DataType)) {
    return refuse(
      `The message attribute '${name}' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.`,
    );
  }
  const isBinary = DataType.startsWith('Binary');
  if (
    (isBinary ? BinaryValue : StringValue) === undefined ||
    (isBinary ? StringValue : BinaryValue) !== undefined
  ) {
    return refuse(
      `The message attribute '${name}' must have a ${isBinary ? 'BinaryValue' : 'StringValue'}, and no other.`,
    );
  }
  if ((StringValue ?? BinaryValue) === '') {
    return refuse(`Message attribute '${name}' must contain a non-empty message attribute value.`);
  }
  if (DataType.startsWith('Number') && !NUMBER.test(StringValue ?? '')) {
    return refuse(`Can't cast the value of message (user) attribute '${name}' to a number.`);
  }
  return textProblem(`message attribute '${name}'`, StringValue ?? '');
}

function sizeProblem(message: NewMessage, limit: number): QueueError | undefined {
  if (messageBytes(message) <= limit) return undefined;
  return new QueueError(
    'InvalidParameterValue',
    `One or more parameters are invalid. Reason: Message must be shorter than ${limit} bytes.`,
  );
}

function delayProblem({ delaySeconds }: NewMessage, { isFifo }: QueueSettings): QueueError | undefined {
  if (delaySeconds === undefined) return undefined;
  if (!Number.isInteger(delaySeconds) || delaySeconds < 0 || delaySeconds > MAX_DELAY_SECONDS) {
    return invalidValue(
      'DelaySeconds',
      delaySeconds,
      `DelaySeconds must be >= 0 and <= ${MAX_DELAY_SECONDS}.`,
    );
  }
  if (!isFifo || delaySeconds === 0) return undefined;
  return invalidValue(
    'DelaySeconds',
    delaySeconds,
    'The request include parameter that is not valid for this queue type.',
  );
}

function idProblem(parameter: string, id: string | undefined): QueueError | undefined {
  if (id === undefined || ID.test(id)) return undefined;
  return invalidValue(
    parameter,
    id.slice(0, 300),
    `${parameter} can only include alphanumeric and punctuation characters. 1 to 128 in length.`,
  );
}

function fifoProblem(message: NewMessage, settings: QueueSettings): QueueError | undefined {
  if (!settings.isFifo) {
    if (message.deduplicationId === undefined) return undefined;
    return invalidValue(
      'MessageDeduplicationId',
      message.deduplicationId,
      'The request include parameter that is not valid for this queue type.',
    );
  }
  if (message.groupId === undefined) return missingParameter('MessageGroupId');
  if (message.deduplicationId !== undefined || settings.deduplicatesByContent) return undefined;
  return new QueueError(
    'InvalidParameterValue',
    'The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
  );
}

import { isJsonObject, type JsonValue } from '../../common/json.ts';
import { attributesProblem, messageBytes } from '../check-message.ts';
import { DEFAULT_MAX_BYTES } from './topic-attributes.ts';
import { invalidParameter, TopicError } from './topic-error.ts';
import { isFifoTopic } from './topic-names.ts';
import type { NewNotice, Topic } from './topic-store.ts';

const MOST_SUBJECT = 100;

/** Why a topic does not take a message. @returns undefined when it does. */
export function noticeProblem(notice: NewNotice, topic: Topic): TopicError | undefined {
  const { message, subject, attributes, groupId, deduplicationId } = notice;
  if (message === '') return invalidParameter('Message', 'Empty message');
  if (
    subject !== undefined &&
    (subject === '' || subject.length > MOST_SUBJECT || /[\p{Cc}]/u.test(subject))
  ) {
    return invalidParameter('Subject', `it takes 1 to ${MOST_SUBJECT} characters without line breaks`);
  }
  const limit = Number(topic.attributes['MaximumMessageSize'] ?? DEFAULT_MAX_BYTES);
  const bytes = messageBytes({ body: message, attributes });
  if (bytes > limit)
    return invalidParameter('Message too long', `it has ${bytes} bytes, ${limit} are allowed`);
  if (notice.isStructured && textFor('default', message) === undefined) {
    return invalidParameter(
      'Message Structure',
      'the message must be a JSON object with a text named default',
    );
  }
  const problem = attributesProblem(attributes);
  if (problem !== undefined) return new TopicError('ParameterValueInvalid', problem.message);
  if (!isFifoTopic(topic.name)) return undefined;
  if (groupId === undefined) {
    return invalidParameter('MessageGroupId', 'The MessageGroupId parameter is required for FIFO topics');
  }
  if (deduplicationId !== undefined || topic.attributes['ContentBasedDeduplication'] === 'true')
    return undefined;
  return invalidParameter(
    'MessageDeduplicationId',
    'The topic should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
  );
}

/** The part of a structured message that is meant for a protocol. */
export function textFor(protocol: string, message: string): string | undefined {
  const texts = parseJson(message);
  if (!isJsonObject(texts)) return undefined;
  const text = (Object.hasOwn(texts, protocol) ? texts[protocol] : undefined) ?? texts['default'];
  return typeof text === 'string' ? text : undefined;
}

function parseJson(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

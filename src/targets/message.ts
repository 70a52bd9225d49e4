import type { JsonObject, JsonValue } from '../common/json.ts';
import { stringifyJson } from '../common/json-text.ts';
import { isNumeral } from '../common/numeral.ts';

/** A value that travels beside the body. */
export interface MessageAttribute {
  readonly DataType: 'Number' | 'String' | 'String.Array';
  readonly StringValue: string;
}

/** A message as queues of SQS and topics of SNS take it. */
export interface Message {
  readonly body: string;
  readonly delaySeconds?: number;
  readonly attributes: Readonly<Record<string, MessageAttribute>>;
}

interface ForQueue {
  readonly body: string;
  readonly priority?: number;
  readonly delaySeconds?: number;
}

interface ForTopic {
  readonly body: string;
  readonly tag?: string;
  readonly attributes?: JsonObject;
}

/** The message of a task for a queue; its priority travels as an attribute. */
export function queueMessage({ body, priority, delaySeconds }: ForQueue): Message {
  return {
    body,
    ...(delaySeconds !== undefined && { delaySeconds }),
    attributes: priority === undefined ? {} : { Priority: attributeOf(priority) },
  };
}

/** The message of a task for a topic; its tag travels as an attribute. */
export function topicMessage({ body, tag, attributes }: ForTopic): Message {
  const values = Object.entries({ ...attributes, ...(tag !== undefined && { MessageTag: tag }) });
  return { body, attributes: Object.fromEntries(values.map(([name, value]) => [name, attributeOf(value)])) };
}

/** Texts and numbers as they are, arrays as SNS filters them, anything else as JSON text. */
function attributeOf(value: JsonValue): MessageAttribute {
  if (isNumeral(value)) return { DataType: 'Number', StringValue: String(value) };
  if (typeof value === 'string') return { DataType: 'String', StringValue: value };
  return { DataType: Array.isArray(value) ? 'String.Array' : 'String', StringValue: stringifyJson(value) };
}

import type { MessageAttributes } from '../../../queues/message.ts';

/** An attribute of a message as both SQS and SNS take it. */
export interface TextAttribute {
  readonly DataType: string;
  readonly StringValue: string;
}

/** Attributes of a message, which in this protocol are all texts. */
export function textAttributes(attributes: MessageAttributes = {}): Record<string, TextAttribute> {
  const entries = Object.entries(attributes);
  return Object.fromEntries(
    entries.map(([name, { DataType, StringValue = '' }]) => [name, { DataType, StringValue }]),
  );
}

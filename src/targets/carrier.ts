import { utf8Bytes } from '../common/text-bytes.ts';
import type { Message } from './message.ts';

/** Bytes of the event of a function that is called and waited for: what Lambda takes. */
export const MAX_EVENT_BYTES = 6_291_556;

/** Bytes of the event of a function that is only started: what Lambda takes. */
export const MAX_ASYNC_EVENT_BYTES = 1_048_576;

/** Bytes of a message with its attributes: what SQS takes, and SNS where the topic allows so many. */
export const MAX_MESSAGE_BYTES = 1_048_576;

/** The data of a request as its carrier counts them. */
export interface Load {
  readonly bytes: number;
  /** Most bytes that the carrier takes. */
  readonly limit: number;
}

/** Body, and names, types and values of the attributes. */
export function loadOf({ body, attributes }: Message): Load {
  const texts = Object.entries(attributes).flatMap(([name, { DataType, StringValue }]) => [
    name,
    DataType,
    StringValue,
  ]);
  const bytes = [body, ...texts].reduce((sum, text) => sum + utf8Bytes(text), 0);
  return { bytes, limit: MAX_MESSAGE_BYTES };
}

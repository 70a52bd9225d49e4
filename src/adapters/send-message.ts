import { createHash } from 'node:crypto';
import type { JsonValue } from '../common/json.ts';
import { stringifyJson } from '../common/json-text.ts';
import { isNumeral } from '../common/numeral.ts';
import type { CallOutcome, QueueCall, TopicCall } from '../ports/task-targets.ts';

/** Longest delay of a message in SQS. */
const MAX_DELAY_SECONDS = 900;

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

/** Why a message was refused: no such queue or topic, no permission, a fault of the service, or one of the message. */
export type Refusal = 'missing' | 'denied' | 'fault' | 'invalid';

/** The outcome of sending a message. */
export type Delivery =
  | { readonly kind: 'sent'; readonly messageId: string; readonly requestId: string }
  | { readonly kind: Refusal; readonly cause: string };

const ERRORS: Readonly<Record<Refusal, string>> = {
  missing: 'FnF.ResourceNotFound',
  denied: 'FnF.PermissionDenied',
  fault: 'mns.InternalError',
  invalid: 'FnF.InvalidInput',
};

/** Sends the message of a task to a queue or topic, by `send`; priority and tag travel as attributes. */
export async function sendMessage(
  call: QueueCall | TopicCall,
  send: (message: Message) => Promise<Delivery>,
): Promise<CallOutcome> {
  const message = messageOf(call);
  const delivery = isTooLate(message)
    ? invalid(`DelaySeconds ${message.delaySeconds}: SQS delays by ${MAX_DELAY_SECONDS} seconds at most`)
    : await send(message);
  if (delivery.kind !== 'sent') {
    return { kind: 'failed', failure: { error: ERRORS[delivery.kind], cause: delivery.cause } };
  }
  const output = {
    MessageId: delivery.messageId,
    MessageBodyMD5: createHash('md5').update(message.body).digest('hex').toUpperCase(),
    RequestId: delivery.requestId,
  };
  return { kind: 'succeeded', output: JSON.stringify(output) };
}

/** A message that cannot be sent as it is. */
export function invalid(cause: string): Delivery {
  return { kind: 'invalid', cause };
}

function isTooLate({ delaySeconds = 0 }: Message): boolean {
  return delaySeconds > MAX_DELAY_SECONDS;
}

function messageOf(call: QueueCall | TopicCall): Message {
  if (call.kind === 'queue') {
    const { body, priority, delaySeconds } = call;
    return {
      body,
      ...(delaySeconds !== undefined && { delaySeconds }),
      attributes: priority === undefined ? {} : { Priority: attributeOf(priority) },
    };
  }
  const { body, tag, attributes } = call;
  const values = Object.entries({ ...attributes, ...(tag !== undefined && { MessageTag: tag }) });
  return { body, attributes: Object.fromEntries(values.map(([name, value]) => [name, attributeOf(value)])) };
}

/** Texts and numbers as they are, arrays as SNS filters them, anything else as JSON text. */
function attributeOf(value: JsonValue): MessageAttribute {
  if (isNumeral(value)) return { DataType: 'Number', StringValue: String(value) };
  if (typeof value === 'string') return { DataType: 'String', StringValue: value };
  return { DataType: Array.isArray(value) ? 'String.Array' : 'String', StringValue: stringifyJson(value) };
}

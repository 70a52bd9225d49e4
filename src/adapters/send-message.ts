import { createHash } from 'node:crypto';
import type { CallOutcome, QueueCall, TopicCall } from '../ports/task-targets.ts';
import { type Message, queueMessage, topicMessage } from '../targets/message.ts';

/** Longest delay of a message in SQS. */
const MAX_DELAY_SECONDS = 900;

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
  const message = traced(
    call.kind === 'queue' ? queueMessage(call) : topicMessage(call),
    call.caller.traceparent,
  );
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

/** The receiver's spans go on from the span of the attempt. An attribute of a task's own wins. */
function traced(message: Message, traceparent: string | undefined): Message {
  if (traceparent === undefined) return message;
  return {
    ...message,
    attributes: { traceparent: { DataType: 'String', StringValue: traceparent }, ...message.attributes },
  };
}

function isTooLate({ delaySeconds = 0 }: Message): boolean {
  return delaySeconds > MAX_DELAY_SECONDS;
}

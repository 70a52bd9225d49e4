import { MnsError } from '../../../mns/mns-error.ts';
import { noSuchQueue, QueueError } from '../../../queues/queue-error.ts';
import { noSuchTopic } from '../../../queues/topics/topic-error.ts';
import { isDenied, serviceError } from '../targets/call-failure.ts';
import { isOverload } from '../tell-overload.ts';

/** The error of the protocol for a request that AWS refused; a fault of AWS is returned as it was thrown. */
export function refusalOf(thrown: unknown): unknown {
  const error = serviceError(thrown);
  const { name, message, status } = error;
  if (/NonExistentQueue|QueueDoesNotExist/.test(name)) return noSuchQueue();
  if (/^NotFound/.test(name)) return noSuchTopic();
  if (isOverload(thrown) || status === undefined || status >= 500) return thrown;
  if (isDenied(error)) {
    return new MnsError(403, 'AccessDenied', `Only what is tagged fdl:callable can be used: ${message}`);
  }
  return new QueueError(
    /ReceiptHandleIsInvalid/.test(name) ? 'ReceiptHandleIsInvalid' : 'InvalidParameterValue',
    message,
  );
}

/** Refuses operations that create, list or change queues and topics: on AWS their owner does that with AWS's own tools. */
export async function refuse(): Promise<never> {
  throw new MnsError(
    403,
    'AccessDenied',
    'On AWS queues, topics and subscriptions are made, listed and changed by the means of the account only.',
  );
}

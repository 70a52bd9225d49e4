import { QueueError, type QueueErrorCode } from '../queues/queue-error.ts';
import { TopicError, type TopicErrorCode } from '../queues/topics/topic-error.ts';
import { MalformedXml } from '../xml/malformed-xml.ts';
import { MnsError } from './mns-error.ts';

type Code = readonly [status: number, code: string];

/** The original's codes for errors of queues; all other errors are arguments that are not allowed. */
const OF_QUEUES: Partial<Record<QueueErrorCode, Code>> = {
  QueueDoesNotExist: [404, 'QueueNotExist'],
  ReceiptHandleIsInvalid: [400, 'ReceiptHandleError'],
  QueueNameExists: [409, 'QueueAlreadyExist'],
};

const OF_TOPICS: Partial<Record<TopicErrorCode, Code>> = {
  NotFound: [404, 'TopicNotExist'],
  SubscriptionExists: [409, 'SubscriptionAlreadyExist'],
};

const OTHERS: Code = [400, 'InvalidArgument'];

/** An error of queues and topics in the codes of the original. */
export function codeOf(error: QueueError | TopicError): MnsError {
  const [status, code] =
    (error instanceof QueueError ? OF_QUEUES[error.code] : OF_TOPICS[error.code]) ?? OTHERS;
  return new MnsError(status, code, error.message);
}

/** The error for the client. @returns undefined when it is no fault of the request. */
export function toldError(error: unknown): MnsError | undefined {
  if (error instanceof MnsError) return error;
  if (error instanceof MalformedXml) return new MnsError(400, 'MalformedXML', error.message);
  return error instanceof QueueError || error instanceof TopicError ? codeOf(error) : undefined;
}

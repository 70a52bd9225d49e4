/** Codes of refused requests about queues, as SQS names them. */
export type QueueErrorCode =
  | 'BatchEntryIdsNotDistinct'
  | 'BatchRequestTooLong'
  | 'EmptyBatchRequest'
  | 'InvalidAttributeName'
  | 'InvalidAttributeValue'
  | 'InvalidBatchEntryId'
  | 'InvalidMessageContents'
  | 'InvalidParameterValue'
  | 'MessageNotInflight'
  | 'MissingParameter'
  | 'OverLimit'
  | 'QueueDoesNotExist'
  | 'QueueNameExists'
  | 'ReceiptHandleIsInvalid'
  | 'ResourceNotFoundException'
  | 'TooManyEntriesInBatchRequest'
  | 'UnsupportedOperation';

/** A request about queues that cannot be served as it is; the message gives the caller the reason. */
export class QueueError extends Error {
  readonly code: QueueErrorCode;

  constructor(code: QueueErrorCode, message: string) {
    super(message);
    this.name = 'QueueError';
    this.code = code;
  }
}

/** The error of a value that is not allowed for a parameter. */
export function invalidValue(parameter: string, value: unknown, reason: string): QueueError {
  const shown = typeof value === 'string' ? value : JSON.stringify(value);
  return new QueueError(
    'InvalidParameterValue',
    `Value ${shown} for parameter ${parameter} is invalid. Reason: ${reason}`,
  );
}

/** The error of a parameter that is not there. */
export function missingParameter(parameter: string): QueueError {
  return new QueueError('MissingParameter', `The request must contain the parameter ${parameter}.`);
}

/** The error of a queue that is not there. */
export function noSuchQueue(): QueueError {
  return new QueueError('QueueDoesNotExist', 'The specified queue does not exist.');
}

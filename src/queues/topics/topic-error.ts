/** Codes of refused requests about topics, as SNS names them. */
export type TopicErrorCode =
  | 'BatchEntryIdsNotDistinct'
  | 'BatchRequestTooLong'
  | 'EmptyBatchRequest'
  | 'InvalidBatchEntryId'
  | 'InvalidParameter'
  | 'NotFound'
  | 'ParameterValueInvalid'
  | 'ResourceNotFound'
  | 'SubscriptionExists'
  | 'TooManyEntriesInBatchRequest';

/** A request about topics that cannot be served as it is; the message gives the caller the reason. */
export class TopicError extends Error {
  readonly code: TopicErrorCode;

  constructor(code: TopicErrorCode, message: string) {
    super(message);
    this.name = 'TopicError';
    this.code = code;
  }
}

/** The error of a parameter that is not allowed. */
export function invalidParameter(parameter: string, reason: string): TopicError {
  return new TopicError('InvalidParameter', `Invalid parameter: ${parameter} Reason: ${reason}`);
}

export function noSuchTopic(): TopicError {
  return new TopicError('NotFound', 'Topic does not exist');
}

export function noSuchSubscription(): TopicError {
  return new TopicError('NotFound', 'Subscription does not exist');
}

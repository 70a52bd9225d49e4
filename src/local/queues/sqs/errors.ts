import type { QueueErrorCode } from '../../../queues/queue-error.ts';

const NAMESPACED = new Set<QueueErrorCode>([
  'BatchEntryIdsNotDistinct',
  'BatchRequestTooLong',
  'EmptyBatchRequest',
  'InvalidBatchEntryId',
  'MessageNotInflight',
  'TooManyEntriesInBatchRequest',
  'UnsupportedOperation',
]);

/** The code of an error in the query protocol, which clients of the JSON protocol get too. */
export function codeInQuery(code: QueueErrorCode): string {
  if (code === 'QueueDoesNotExist') return 'AWS.SimpleQueueService.NonExistentQueue';
  if (code === 'QueueNameExists') return 'QueueAlreadyExists';
  if (code === 'ResourceNotFoundException') return 'ResourceNotFoundException';
  return NAMESPACED.has(code) ? `AWS.SimpleQueueService.${code}` : code;
}

/** The type of an error in the JSON protocol. */
export function typeInJson(code: QueueErrorCode): string {
  if (code === 'MissingParameter') return 'com.amazon.coral.service#MissingRequiredParameterException';
  if (code === 'InvalidParameterValue') return 'com.amazon.coral.service#InvalidParameterValueException';
  return `com.amazonaws.sqs#${code}`;
}

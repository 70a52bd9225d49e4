import type { AwsConfig } from '../../../src/adapters/aws/config.ts';
import { DEFAULT_LIMITS } from '../../../src/limits.ts';

/** A deployment that is told of nothing but names. */
export const TEST_CONFIG: AwsConfig = {
  region: 'us-east-1',
  accountId: '000000000000',
  executionsTable: 'executions',
  flowsTable: 'flows',
  blobsBucket: 'blobs',
  dispatchQueueUrl: 'https://sqs.us-east-1.amazonaws.com/000000000000/dispatch',
  dispatchQueueArn: 'arn:aws:sqs:us-east-1:000000000000:dispatch',
  deadLetterQueueArn: 'arn:aws:sqs:us-east-1:000000000000:dead-letters',
  scheduleGroup: 'fdl',
  schedulerRoleArn: 'arn:aws:iam::000000000000:role/scheduler',
  bindings: {},
  allowedRolePaths: ['/fdl-flow/'],
  limits: DEFAULT_LIMITS,
  maxWaitSeconds: 25,
  retentionDays: 90,
};

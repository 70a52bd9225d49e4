import { Duration, type RemovalPolicy } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { Alarms } from './alarms.ts';
import { acknowledge } from './findings.ts';

/** Props of a queue whose messages drivers handle. */
export interface HandledQueueProps {
  readonly alarms: Alarms;
  /** @default a key that SQS owns */
  readonly key?: IKey;
  readonly removalPolicy: RemovalPolicy;
}

/** A queue, and where messages of it that keep failing are put aside. */
export interface HandledQueue {
  readonly queue: Queue;
  readonly deadLetters: Queue;
}

/**
 * Receives of one message before it is put aside. A dispatch message whose commit has yet to land is looked at up to ten times
 * in a minute, a reply whose call is not known yet up to seven times; a timer that came early is received once more, or twice
 * where clocks differ; one that fails comes back ever more rarely, for about an hour.
 */
const MAX_RECEIVES = 20;

/** Makes a queue and its dead letters below `scope`, with an alarm, of the id and text in `putAside`, for messages among these. */
export function makeHandledQueue(
  scope: Construct,
  { alarms, key, removalPolicy }: HandledQueueProps,
  putAside: { readonly id: string; readonly says: string },
): HandledQueue {
  const common = {
    enforceSSL: true,
    // Outputs travel in messages, of children to their parents and of functions: more than the quarter of it that was the most for long.
    maxMessageSizeBytes: 1024 * 1024,
    removalPolicy,
    ...(key === undefined
      ? { encryption: QueueEncryption.SQS_MANAGED }
      : { encryption: QueueEncryption.KMS, encryptionMasterKey: key }),
  };
  const deadLetters = new Queue(scope, 'DeadLetters', { ...common, retentionPeriod: Duration.days(14) });
  acknowledge(deadLetters, {
    'Serverless::Serverless-SQSRedrivePolicy': 'This is the dead-letter queue; from here people take over.',
  });
  const queue = new Queue(scope, 'Queue', {
    ...common,
    // Lambda demands more than the driver's 15 minutes; the driver cuts it to one as soon as it has a batch.
    visibilityTimeout: Duration.minutes(16),
    retentionPeriod: Duration.days(4),
    deadLetterQueue: { queue: deadLetters, maxReceiveCount: MAX_RECEIVES },
  });
  alarms.add(putAside.id, {
    metric: deadLetters.metricApproximateNumberOfMessagesVisible({ statistic: 'Maximum' }),
    above: 0,
    says: putAside.says,
    section: 'Dead letters',
  });
  return { queue, deadLetters };
}

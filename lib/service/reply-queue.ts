import { Duration, type RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AnyPrincipal, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Alarms } from './alarms.ts';
import { acknowledge } from './findings.ts';

/** Props of the queue of replies. */
export interface ReplyQueueProps {
  readonly alarms: Alarms;
  /** @default a key that SQS owns */
  readonly key?: IKey;
  readonly removalPolicy: RemovalPolicy;
}

/** As often as a dispatch message: a reply comes back up to seven times while its call is not known yet, and when its handling fails. */
const MAX_RECEIVES = 20;

/**
 * Carries what came of the calls of functions for which no driver waits. It is not the dispatch queue: the roles of these functions send to
 * it, and a message of the dispatch queue may start, stop or complete any execution. A reply counts only for the call that it names by an id
 * that nothing but Lambda, the driver and the function know.
 */
export class ReplyQueue extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, { alarms, key, removalPolicy }: ReplyQueueProps) {
    super(scope, id);
    const common = {
      enforceSSL: true,
      maxMessageSizeBytes: 1024 * 1024,
      removalPolicy,
      ...(key === undefined
        ? { encryption: QueueEncryption.SQS_MANAGED }
        : { encryption: QueueEncryption.KMS, encryptionMasterKey: key }),
    };
    this.deadLetters = new Queue(this, 'DeadLetters', { ...common, retentionPeriod: Duration.days(14) });
    acknowledge(this.deadLetters, {
      'Serverless::Serverless-SQSRedrivePolicy': 'This is the dead-letter queue; from here people take over.',
    });
    this.queue = new Queue(this, 'Queue', {
      ...common,
      visibilityTimeout: Duration.minutes(16),
      retentionPeriod: Duration.days(4),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: MAX_RECEIVES },
    });
    if (key !== undefined) this.#letSendersEncrypt(key);
    alarms.add('ReplyDeadLetters', {
      metric: this.deadLetters.metricApproximateNumberOfMessagesVisible({ statistic: 'Maximum' }),
      above: 0,
      says: 'A reply of a function failed again and again and was put aside; its task times out.',
      section: 'Dead letters',
    });
  }

  /**
   * Lets principals of the account use the key for messages of queues, as a key of SQS itself would. Which of them may send to this queue
   * their own policies say; stacks with functions do not know the key.
   */
  #letSendersEncrypt(key: IKey): void {
    const { account, region, urlSuffix } = Stack.of(this);
    key.addToResourcePolicy(
      new PolicyStatement({
        principals: [new AnyPrincipal()],
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
        resources: ['*'],
        conditions: {
          StringEquals: {
            'kms:CallerAccount': account,
            'kms:ViaService': `sqs.${region}.${urlSuffix}`,
          },
        },
      }),
    );
  }
}

import { Duration, type RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Alarms } from './alarms.ts';
import { acknowledge } from './findings.ts';

/** Props of the dispatch queue. */
export interface DispatchQueueProps {
  readonly alarms: Alarms;
  /** @default a key that SQS owns */
  readonly key?: IKey;
  readonly removalPolicy: RemovalPolicy;
}

/**
 * Receives of one message before it is put aside. A message whose commit has yet to land is looked at up to ten times
 * in a minute; a timer that came early is received once more, or twice where clocks differ; one that fails comes back
 * ever more rarely, for about an hour.
 */
const MAX_RECEIVES = 20;

/** Carries dispatch messages to drivers; a message that keeps failing is put aside, with an alarm. */
export class DispatchQueue extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, { alarms, key, removalPolicy }: DispatchQueueProps) {
    super(scope, id);
    const common = {
      enforceSSL: true,
      // The output of a child travels to its parent: more than the quarter of it that was the most for long.
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
      // Lambda demands more than the driver's 15 minutes; the driver cuts it to one as soon as it has a batch.
      visibilityTimeout: Duration.minutes(16),
      retentionPeriod: Duration.days(4),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: MAX_RECEIVES },
    });
    this.#acceptEvents(key);
    this.#addAlarms(alarms);
  }

  /**
   * Lets rules of this account, and of no other, send messages, and leave undeliverable ones in the dead letters. `Flow`
   * constructs start executions that way.
   */
  #acceptEvents(key: IKey | undefined): void {
    const { account, partition, region } = Stack.of(this);
    const ofAccount = { StringEquals: { 'aws:SourceAccount': account } };
    const areRules = { ArnLike: { 'aws:SourceArn': `arn:${partition}:events:${region}:${account}:rule/*` } };
    const events = new ServicePrincipal('events.amazonaws.com');
    for (const queue of [this.queue, this.deadLetters]) {
      queue.addToResourcePolicy(
        new PolicyStatement({
          principals: [events.withConditions({ ...ofAccount, ...areRules })],
          actions: ['sqs:SendMessage'],
          resources: [queue.queueArn],
        }),
      );
    }
    // For encrypted queues EventBridge uses the key without naming its rule, so a condition would never hold.
    key?.addToResourcePolicy(
      new PolicyStatement({
        principals: [events],
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
        resources: ['*'],
      }),
    );
  }

  #addAlarms(alarms: Alarms): void {
    alarms.add('DeadLetters', {
      metric: this.deadLetters.metricApproximateNumberOfMessagesVisible({ statistic: 'Maximum' }),
      above: 0,
      says: 'A dispatch message failed again and again and was put aside; its execution may stand still.',
      section: 'Dead letters',
    });
  }
}

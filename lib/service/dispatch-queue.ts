import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { type HandledQueue, type HandledQueueProps, makeHandledQueue } from './handled-queue.ts';

/** Carries dispatch messages to drivers; a message that keeps failing is put aside, with an alarm. */
export class DispatchQueue extends Construct implements HandledQueue {
  readonly queue: Queue;
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, props: HandledQueueProps) {
    super(scope, id);
    const { queue, deadLetters } = makeHandledQueue(this, props, {
      id: 'DeadLetters',
      says: 'A dispatch message failed again and again and was put aside; its execution may stand still.',
    });
    this.queue = queue;
    this.deadLetters = deadLetters;
    this.#acceptEvents(props.key);
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
}

import { Stack } from 'aws-cdk-lib';
import { AnyPrincipal, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { type HandledQueue, type HandledQueueProps, makeHandledQueue } from './handled-queue.ts';

/**
 * Carries what came of the calls of functions for which no driver waits. It is not the dispatch queue: the roles of these functions send to
 * it, and a message of the dispatch queue may start, stop or complete any execution. A reply counts only for the call that it names by an id
 * that nothing but Lambda, the driver and the function know.
 */
export class ReplyQueue extends Construct implements HandledQueue {
  readonly queue: Queue;
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, props: HandledQueueProps) {
    super(scope, id);
    const { queue, deadLetters } = makeHandledQueue(this, props, {
      id: 'ReplyDeadLetters',
      says: 'A reply of a function failed again and again and was put aside; its task times out.',
    });
    this.queue = queue;
    this.deadLetters = deadLetters;
    if (props.key !== undefined) this.#letSendersEncrypt(props.key);
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

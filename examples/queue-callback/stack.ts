import { CfnOutput } from 'aws-cdk-lib';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { ExampleStack } from '../shared/example-stack.ts';

/** The flow of three jobs and the queue that they wait in; the worker runs wherever you like. */
export class QueueCallback extends ExampleStack {
  constructor(scope: Construct) {
    super(scope, 'QueueCallback', import.meta.url);
    // The name that the worker asks for.
    const queue = new Queue(this, 'PhotoWork', { queueName: 'photo-work' });
    this.addFlow('queue-callback', 'flow.yaml', {
      bindings: { 'acs:mns:::/queues/photo-work/messages': queue },
    });
    new CfnOutput(this, 'QueueUrl', { value: queue.queueUrl });
  }
}

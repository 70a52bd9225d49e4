import { EventField, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

/** Objects that come to be in a bucket. */
export interface ObjectCreated {
  readonly bucket: Pick<IBucket, 'bucketName' | 'enableEventBridgeNotification'>;
  /** @default all objects of the bucket */
  readonly keyPrefix?: string;
}

/**
 * Sends a start message for every such object. The execution's name derives from the event's id, so an event that
 * is delivered twice starts one execution.
 */
export function startOnObject(
  scope: Construct,
  id: string,
  { bucket, keyPrefix }: ObjectCreated,
  flowName: string,
  dispatchQueueArn: string,
): void {
  bucket.enableEventBridgeNotification();
  const rule = new Rule(scope, id, {
    description: `Starts the flow ${flowName}`,
    eventPattern: {
      source: ['aws.s3'],
      detailType: ['Object Created'],
      detail: {
        bucket: { name: [bucket.bucketName] },
        ...(keyPrefix !== undefined && { object: { key: [{ prefix: keyPrefix }] } }),
      },
    },
  });
  const message = RuleTargetInput.fromObject({
    kind: 'start',
    flowName,
    executionName: `event-${EventField.eventId}`,
    input: EventField.fromPath('$.detail'),
  });
  rule.addTarget(new SqsQueue(Queue.fromQueueArn(rule, 'DispatchQueue', dispatchQueueArn), { message }));
}

import { EventField, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { FlowService } from './flow-service.ts';

/** Objects that come to be in a bucket. */
export interface ObjectCreated {
  readonly bucket: Pick<IBucket, 'bucketName' | 'enableEventBridgeNotification'>;
  /** Beginning of their keys. @default any */
  readonly keyPrefix?: string;
  /** End of their keys, after the prefix. @default any */
  readonly keySuffix?: string;
  /** The version or alias that is started. @default the newest definition */
  readonly qualifier?: string;
}

/**
 * Sends a start message for every such object. The execution's name derives from the event's id, so an event that
 * is delivered twice starts one execution.
 */
export function startOnObject(
  scope: Construct,
  id: string,
  { bucket, qualifier, ...key }: ObjectCreated,
  flowName: string,
  { dispatchQueueArn, deadLetterQueueArn }: FlowService,
): void {
  bucket.enableEventBridgeNotification();
  const rule = new Rule(scope, id, {
    description: `Starts the flow ${flowName}`,
    eventPattern: {
      source: ['aws.s3'],
      detailType: ['Object Created'],
      detail: {
        bucket: { name: [bucket.bucketName] },
        ...keyPattern(key),
      },
    },
  });
  const message = RuleTargetInput.fromObject({
    id: EventField.eventId,
    kind: 'start',
    flowName,
    ...(qualifier !== undefined && { qualifier }),
    executionName: `event-${EventField.eventId}`,
    input: EventField.fromPath('$.detail'),
  });
  const dispatchQueue = Queue.fromQueueArn(rule, 'DispatchQueue', dispatchQueueArn);
  const deadLetterQueue = Queue.fromQueueArn(rule, 'DeadLetters', deadLetterQueueArn);
  rule.addTarget(new SqsQueue(dispatchQueue, { message, deadLetterQueue }));
}

/** The entries of an array are alternatives, so a prefix together with a suffix must be one wildcard. */
function keyPattern({ keyPrefix = '', keySuffix = '' }: Pick<ObjectCreated, 'keyPrefix' | 'keySuffix'>) {
  if (keyPrefix === '' && keySuffix === '') return {};
  if (keySuffix === '') return { object: { key: [{ prefix: keyPrefix }] } };
  if (keyPrefix === '') return { object: { key: [{ suffix: keySuffix }] } };
  return { object: { key: [{ wildcard: `${literal(keyPrefix)}*${literal(keySuffix)}` }] } };
}

/** A text that stands for itself in a wildcard. */
function literal(text: string): string {
  return text.replaceAll(/[*\\]/g, '\\$&');
}

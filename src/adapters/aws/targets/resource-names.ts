import { type AwsHome, type AwsResource, awsResource, partitionOf } from '../../../targets/aws-resource.ts';
import type { FunctionTarget } from '../../../targets/function.ts';
import type { QueueTarget } from '../../../targets/queue.ts';
import type { TaskTarget } from '../../../targets/targets.ts';
import type { TopicTarget } from '../../../targets/topic.ts';
import type { AwsConfig } from '../config.ts';

/** The part of the configuration by which names are resolved. */
export type Naming = Pick<AwsConfig, 'region' | 'accountId' | 'bindings'>;

/** A function as Lambda takes it. */
export interface FunctionName {
  /** The name alone for a function at home, the whole ARN for any other. */
  readonly FunctionName: string;
  readonly Qualifier?: string;
}

/** The Lambda function that a target means. */
export function lambdaName(target: FunctionTarget, naming: Naming): FunctionName {
  const { region, accountId, name, arn, qualifier } = resourceOf(target, naming);
  const isAtHome = region === naming.region && accountId === naming.accountId;
  return { FunctionName: isAtHome ? name : arn, ...(qualifier !== undefined && { Qualifier: qualifier }) };
}

/** The region that a target is in; only there it can be called. */
export function regionOf(target: TaskTarget, naming: Naming): string {
  return resourceOf(target, naming).region;
}

/** A queue and the region it is in. */
export interface QueuePlace {
  readonly region: string;
  readonly QueueUrl: string;
}

/** The queue that a target means; it may be bound to a URL too. */
export function queuePlace(target: QueueTarget, naming: Naming): QueuePlace {
  const bound = naming.bindings[target.resourceArn];
  if (bound !== undefined && /^https?:/.test(bound)) return { region: naming.region, QueueUrl: bound };
  const { region, accountId, name } = resourceOf(target, naming);
  return { region, QueueUrl: `https://sqs.${region}.${dnsSuffix(region)}/${accountId}/${name}` };
}

/** A topic and the region it is in. */
export interface TopicPlace {
  readonly region: string;
  readonly TopicArn: string;
}

/** The topic that a target means. */
export function topicPlace(target: TopicTarget, naming: Naming): TopicPlace {
  const { region, arn } = resourceOf(target, naming);
  return { region, TopicArn: arn };
}

/** The resource that a target means. */
export function resourceOf(target: TaskTarget, { region, accountId, bindings }: Naming): AwsResource {
  const home: AwsHome = { partition: partitionOf(region), region, accountId };
  const resource = awsResource(target, home, bindings);
  if (resource === undefined) throw new Error(`${target.resourceArn} is no resource of AWS`);
  return resource;
}

function dnsSuffix(region: string): string {
  return region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
}

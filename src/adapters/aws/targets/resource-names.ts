import type { TaskTarget } from '../../../flow/flow.ts';
import type { AwsConfig } from '../config.ts';

/** The part of the configuration that says what names stand for. */
export type Naming = Pick<AwsConfig, 'region' | 'accountId' | 'bindings'>;

/** A function as Lambda takes it. */
export interface FunctionName {
  readonly FunctionName: string;
  readonly Qualifier?: string;
}

type FunctionTarget = Extract<TaskTarget, { kind: 'function' | 'lambda' }>;

/**
 * The Lambda function that a target means: what its ARN is bound to, with or without the qualifier in it; else an ARN
 * of AWS as it is, and `{service}-{function}` for one of Alibaba. Version `LATEST` is `$LATEST`.
 */
export function lambdaName(target: FunctionTarget, { bindings }: Naming): FunctionName {
  const { resourceArn, qualifier } = target;
  const bound = bindings[resourceArn];
  if (bound !== undefined) return { FunctionName: bound };
  const name = bindings[withoutQualifier(target)] ?? conventionalName(target);
  const Qualifier = qualifier === 'LATEST' ? '$LATEST' : qualifier;
  return { FunctionName: name, ...(Qualifier !== undefined && { Qualifier }) };
}

function withoutQualifier({ kind, resourceArn, qualifier }: FunctionTarget): string {
  if (qualifier === undefined) return resourceArn;
  return kind === 'function'
    ? resourceArn.replace(`.${qualifier}/functions/`, '/functions/')
    : resourceArn.slice(0, -qualifier.length - 1);
}

function conventionalName(target: FunctionTarget): string {
  if (target.kind === 'function') return `${target.service}-${target.functionName}`;
  const [, , , region, account] = target.resourceArn.split(':');
  return region && account ? withoutQualifier(target) : target.functionName;
}

/** A queue and the region it is in. */
export interface QueuePlace {
  readonly region: string;
  readonly QueueUrl: string;
}

/** The queue that a target means: what its ARN is bound to (ARN or URL), else the queue of that name. */
export function queuePlace(target: Extract<TaskTarget, { kind: 'queue' }>, naming: Naming): QueuePlace {
  const bound = naming.bindings[target.resourceArn] ?? target.resourceArn;
  if (bound.startsWith('https:') || bound.startsWith('http:')) {
    return { region: naming.region, QueueUrl: bound };
  }
  const { region, accountId, name } = parseArn(bound, target.queueName, naming);
  return { region, QueueUrl: `https://sqs.${region}.${dnsSuffix(region)}/${accountId}/${name}` };
}

/** A topic and the region it is in. */
export interface TopicPlace {
  readonly region: string;
  readonly TopicArn: string;
}

/** The topic that a target means: what its ARN is bound to, else the topic of that name. */
export function topicPlace(target: Extract<TaskTarget, { kind: 'topic' }>, naming: Naming): TopicPlace {
  const bound = naming.bindings[target.resourceArn] ?? target.resourceArn;
  const { region, accountId, name } = parseArn(bound, target.topicName, naming);
  return { region, TopicArn: `arn:${partition(region)}:sns:${region}:${accountId}:${name}` };
}

/** What an ARN of AWS names; one of Alibaba names what has that name in this account and region. */
function parseArn(arn: string, conventional: string, { region, accountId }: Naming) {
  const [scheme, , , arnRegion, arnAccount, name] = arn.split(':');
  if (scheme !== 'arn') return { region, accountId, name: conventional };
  return { region: arnRegion || region, accountId: arnAccount || accountId, name: name ?? conventional };
}

function dnsSuffix(region: string): string {
  return region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
}

function partition(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}

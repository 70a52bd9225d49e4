import type { OnAws } from './target-kind.ts';
import { kindOf, type TaskTarget } from './targets.ts';

/** Partition, region and account of the service; names without them are looked up there. */
export interface AwsHome {
  readonly partition: string;
  readonly region: string;
  readonly accountId: string;
}

/** A resource of AWS, and the version or alias of it that is called. */
export interface AwsResource {
  readonly region: string;
  readonly accountId: string;
  readonly name: string;
  /** Without the qualifier. */
  readonly arn: string;
  readonly qualifier?: string;
}

/** The permission that a call needs: one action on one ARN. */
export interface Permission {
  readonly action: string;
  readonly arn: string;
}

/** A resource as far as a text names it. */
interface Named {
  readonly region?: string | undefined;
  readonly accountId?: string | undefined;
  readonly name: string;
  readonly qualifier?: string | undefined;
}

/**
 * The resource for which a target stands. Its text may be bound to one, with or without the qualifier in it. Else an ARN of
 * AWS names it, or the naming rule does for any other text. Missing regions and accounts are those of the home.
 *
 * @returns undefined for a target that is no resource of AWS.
 */
export function awsResource(
  target: TaskTarget,
  home: AwsHome,
  bindings: Readonly<Record<string, string>> = {},
): AwsResource | undefined {
  const { aws } = kindOf(target);
  if (aws === undefined) return undefined;
  const { name, qualifier, ...place } = namedBy(target, aws, bindings);
  const region = place.region || home.region;
  const accountId = place.accountId || home.accountId;
  const partition = place.region ? partitionOf(place.region) : home.partition;
  const arn = `arn:${partition}:${aws.service}:${region}:${accountId}:${aws.prefix}${name}`;
  return { region, accountId, name, arn, ...(qualifier !== undefined && { qualifier }) };
}

/** The permission that calling a target takes; undefined for a target that the service calls itself. */
export function permissionOf(target: TaskTarget, home: AwsHome): Permission | undefined {
  const { aws } = kindOf(target);
  const resource = awsResource(target, home);
  if (aws === undefined || resource === undefined) return undefined;
  const { arn, qualifier } = resource;
  return { action: aws.action, arn: qualifier === undefined ? arn : `${arn}:${qualifier}` };
}

/** The partition that a region is in. */
export function partitionOf(region: string): string {
  return PARTITIONS.find(([prefix]) => region.startsWith(prefix))?.[1] ?? 'aws';
}

/** How names of regions begin outside the standard partition. */
const PARTITIONS: readonly (readonly [prefix: string, partition: string])[] = [
  ['cn-', 'aws-cn'],
  ['us-gov-', 'aws-us-gov'],
  ['us-iso-', 'aws-iso'],
  ['us-isob-', 'aws-iso-b'],
  ['us-isof-', 'aws-iso-f'],
  ['eu-isoe-', 'aws-iso-e'],
  ['eusc-', 'aws-eusc'],
];

function namedBy(
  target: TaskTarget,
  aws: OnAws<TaskTarget>,
  bindings: Readonly<Record<string, string>>,
): Named {
  const bound = bindings[target.resourceArn];
  if (bound !== undefined) return readName(bound, aws);
  const qualifier = aws.qualifier?.(target);
  const boundForAll = bindings[aws.unqualified?.(target) ?? target.resourceArn];
  if (boundForAll !== undefined) return { ...readName(boundForAll, aws), qualifier };
  const [scheme, , , region, accountId] = target.resourceArn.split(':');
  const place = scheme === 'arn' ? { region, accountId } : {};
  return { ...place, name: kindOf(target).name(target), qualifier };
}

const ARN = /^arn:[^:]*:[^:]*:(?<region>[^:]*):(?<accountId>[^:]*):(?<resource>.*)$/;
const NAME = /^(?:(?<accountId>\d{12}):)?(?<resource>.*)$/;

/** The parts of an ARN or a name, with or without account and qualifier. */
function readName(text: string, { prefix }: OnAws<TaskTarget>): Named {
  const { region, accountId, resource = text } = (ARN.exec(text) ?? NAME.exec(text))?.groups ?? {};
  const path = resource.startsWith(prefix) ? resource.slice(prefix.length) : resource;
  const [name = path, qualifier] = path.split(':');
  return { region, accountId, name, qualifier };
}

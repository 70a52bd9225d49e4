import { Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { type IFunction, Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { type AwsHome, permissionOf } from '../../src/targets/aws-resource.ts';
import { kindOf, type TaskTarget } from '../../src/targets/targets.ts';
import type { FlowDefinition } from './flow-definition.ts';
import { type BoundFunction, defaultWait, FunctionReplies, repliesOf } from './function-replies.ts';

/** A flow that another one starts. */
export interface BoundFlow {
  readonly flowName: string;
  /** The version or alias that is started. @default the newest definition */
  readonly qualifier?: string;
}

/** A resource to which a resource ARN of a definition may be bound: a function, version or alias, queue, topic, or flow. */
export type Binding = BoundFunction | Bindable;

/** A binding that says nothing but what is bound. */
type Bindable =
  | Pick<IFunction, 'functionArn'>
  | Pick<IQueue, 'queueArn' | 'encryptionMasterKey'>
  | Pick<ITopic, 'topicArn' | 'masterKey'>
  | BoundFlow;

/** A binding, read for a kind of target: the ARN that a definition must name, and the key of its data. */
interface Bound {
  readonly arn: string;
  /** The function itself, where `arn` is an alias that was made for flows. */
  readonly functionArn?: string;
  readonly key?: IKey | undefined;
}

/** How bindings of each kind are read; undefined for a binding of another kind. */
const READ_BINDING: Readonly<Record<TaskTarget['kind'], (binding: Resolved) => Bound | undefined>> = {
  function: (bound) => {
    if (bound instanceof FunctionReplies) return { arn: bound.aliasArn, functionArn: bound.calledArn };
    return 'functionArn' in bound ? { arn: bound.functionArn } : undefined;
  },
  queue: (bound) =>
    'queueArn' in bound ? { arn: bound.queueArn, key: bound.encryptionMasterKey } : undefined,
  topic: (bound) => ('topicArn' in bound ? { arn: bound.topicArn, key: bound.masterKey } : undefined),
  flow: (bound) => ('flowName' in bound ? { arn: flowArn(bound) } : undefined),
  startExecution: () => undefined,
  map: () => undefined,
};

/** Resources by the resource ARNs that are bound to them; an ARN without a qualifier stands for every version and alias. */
export type Bindings = Readonly<Record<string, Binding>>;

type Resolved = Bindable | FunctionReplies;

/** Bindings of which each function is itself, or an alias whose results come as messages. */
export type ResolvedBindings = Readonly<Record<string, Resolved>>;

/** Settles for each function of a flow how the ends of its calls are learnt of. @throws Error when a binding asks for what cannot be */
export function resolveBindings(
  definition: FlowDefinition,
  bindings: Bindings,
  replyQueueArn: string,
): ResolvedBindings {
  const resolved = Object.entries(bindings).map(([name, binding]) => {
    if (!('function' in binding) && !(binding instanceof LambdaFunction)) return [name, binding];
    const bound: BoundFunction = 'function' in binding ? binding : { function: binding };
    const { wait = defaultWait(bound.function) } = bound;
    const ofOthers = definition.targets().find((target) => isQualified(target, name));
    if (bound.wait === 'reply' && ofOthers !== undefined)
      throw new Error(
        `${name} stands for ${ofOthers.resourceArn}, too: bind each by its whole name, or wait: 'driver'`,
      );
    const mayReply = ofOthers === undefined && (bound.wait === 'reply' || definition.awaitsResultOf(name));
    return [name, wait === 'reply' && mayReply ? repliesOf(bound, replyQueueArn) : bound.function];
  });
  return Object.fromEntries(resolved);
}

/** True for a target with a qualifier that a name without one stands for. */
function isQualified(target: TaskTarget, name: string): boolean {
  return target.resourceArn !== name && bindingNames(target).includes(name);
}

/** Exactly the rights that a call of this target needs; flows are started by the service itself. */
export function rightsToCall(
  scope: Construct,
  target: TaskTarget,
  bindings: ResolvedBindings,
): PolicyStatement[] {
  const permission = permissionOf(target, homeOf(Stack.of(scope)));
  if (permission === undefined) return [];
  const { arn, functionArn, key }: Bound = boundTo(target, bindings) ?? { arn: permission.arn };
  // Once the alias is gone, because the timeout was changed, executions that began before call the function.
  const resources = functionArn === undefined ? [arn] : [arn, functionArn];
  const call = new PolicyStatement({ actions: [permission.action], resources });
  if (key === undefined) return [call];
  const actions = ['kms:Decrypt', 'kms:GenerateDataKey'];
  return [call, new PolicyStatement({ actions, resources: [key.keyArn] })];
}

function flowArn({ flowName, qualifier }: BoundFlow): string {
  return `acs:fnf:::flow/${flowName}${qualifier === undefined ? '' : `.${qualifier}`}`;
}

/** The names under which a target may be bound. */
export function bindingNames(target: TaskTarget): readonly string[] {
  const unqualified = kindOf(target).aws?.unqualified?.(target) ?? target.resourceArn;
  return [target.resourceArn, unqualified];
}

/** The ARN that a definition must name for a task to call what its resource ARN is bound to. @throws when the two do not fit. */
export function boundArn(target: TaskTarget, bindings: ResolvedBindings): string | undefined {
  return boundTo(target, bindings)?.arn;
}

function boundTo(target: TaskTarget, bindings: ResolvedBindings): Bound | undefined {
  const name = bindingNames(target).find((name) => name in bindings);
  const binding = name === undefined ? undefined : bindings[name];
  if (binding === undefined) return undefined;
  const bound = READ_BINDING[target.kind](binding);
  if (bound === undefined) {
    throw new Error(`${target.resourceArn} is ${kindOf(target).noun}; it is bound to something else`);
  }
  const qualifier = name === target.resourceArn ? undefined : kindOf(target).aws?.qualifier?.(target);
  return qualifier === undefined ? bound : { ...bound, arn: `${bound.arn}:${qualifier}` };
}

function homeOf({ partition, region, account }: Stack): AwsHome {
  return { partition, region, accountId: account };
}

import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { unreachable } from '../../src/common/unreachable.ts';
import type { TaskTarget } from '../../src/flow/flow.ts';

/** A flow that another one starts. */
export interface BoundFlow {
  readonly flowName: string;
}

/** What a resource ARN of a definition may stand for: a function, version or alias, a queue, a topic, or a flow. */
export type Binding =
  | Pick<IFunction, 'functionArn'>
  | Pick<IQueue, 'queueArn' | 'encryptionMasterKey'>
  | Pick<ITopic, 'topicArn' | 'masterKey'>
  | BoundFlow;

/** Lets a role do what calling this target takes, and nothing more; flows are started by the service itself. */
export function grantCall(role: Role, target: TaskTarget, binding: Binding | undefined): void {
  const action = actionOf(target);
  if (action === undefined) return;
  const arn = binding === undefined ? conventionalArn(Stack.of(role), target) : boundArn(target, binding);
  role.addToPolicy(new PolicyStatement({ actions: [action], resources: [arn] }));
  keyOf(binding)?.grantEncryptDecrypt(role);
}

function actionOf(target: TaskTarget): string | undefined {
  switch (target.kind) {
    case 'function':
    case 'lambda':
      return 'lambda:InvokeFunction';
    case 'queue':
      return 'sqs:SendMessage';
    case 'topic':
      return 'sns:Publish';
    case 'flow':
    case 'startExecution':
      return undefined;
    default:
      return unreachable(target);
  }
}

/** The ARN that a definition must name for a task to call what its resource ARN is bound to. @throws when the two do not fit. */
export function boundArn(target: TaskTarget, binding: Binding): string {
  switch (target.kind) {
    case 'function':
    case 'lambda':
      if ('functionArn' in binding) return binding.functionArn;
      break;
    case 'queue':
      if ('queueArn' in binding) return binding.queueArn;
      break;
    case 'topic':
      if ('topicArn' in binding) return binding.topicArn;
      break;
    case 'flow':
      if ('flowName' in binding) return `acs:fnf:::flow/${binding.flowName}`;
      break;
    case 'startExecution':
      break;
    default:
      return unreachable(target);
  }
  throw new Error(`${target.resourceArn} is a ${target.kind}; it is bound to something else`);
}

/** What a resource ARN stands for without a binding (docs/reference/fdl-support.md has the naming rule). */
function conventionalArn({ partition, region, account }: Stack, target: TaskTarget): string {
  const at = `${region}:${account}`;
  if (target.resourceArn.startsWith('arn:')) return target.resourceArn;
  switch (target.kind) {
    case 'function': {
      const qualifier = target.qualifier === undefined ? '' : `:${target.qualifier}`;
      return `arn:${partition}:lambda:${at}:function:${target.service}-${target.functionName}${qualifier}`;
    }
    case 'queue':
      return `arn:${partition}:sqs:${at}:${target.queueName}`;
    case 'topic':
      return `arn:${partition}:sns:${at}:${target.topicName}`;
    default:
      return target.resourceArn;
  }
}

function keyOf(binding: Binding | undefined): IKey | undefined {
  if (binding === undefined) return undefined;
  if ('queueArn' in binding) return binding.encryptionMasterKey;
  return 'topicArn' in binding ? binding.masterKey : undefined;
}

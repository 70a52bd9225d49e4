import { Stack } from 'aws-cdk-lib';
import { type IRole, PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { ON_AWS as CALLABLE } from '../../src/targets/targets.ts';
import { acknowledge } from './findings.ts';

/** A resource with this tag may be called by flows that have no role of their own. */
export const CALLABLE_TAG = { key: 'fdl:callable', value: 'true' } as const;

/** The role of flows that name none: it reaches functions, queues and topics that are tagged for it. */
export class DefaultFlowRole extends Role {
  constructor(scope: Construct, id: string, driverRole: IRole) {
    super(scope, id, {
      description: 'What flows without a role of their own may call',
      assumedBy: driverRole,
    });
    const { account, partition, region } = Stack.of(this);
    this.addToPolicy(
      new PolicyStatement({
        actions: CALLABLE.map(({ action }) => action),
        resources: everything(partition, region, account),
        conditions: { StringEquals: { [`aws:ResourceTag/${CALLABLE_TAG.key}`]: CALLABLE_TAG.value } },
      }),
    );
    const reason = `Anything may be tagged ${CALLABLE_TAG.key}; the condition keeps all else out of reach.`;
    for (const resource of everything('<AWS::Partition>', '<AWS::Region>', '<AWS::AccountId>')) {
      acknowledge(this, { [`AwsSolutions::AwsSolutions-IAM5[Resource::${resource}]`]: reason });
    }
  }
}

/** Every function, queue and topic of one account in one region. */
function everything(partition: string, region: string, account: string): string[] {
  return CALLABLE.map(({ service, prefix }) => `arn:${partition}:${service}:${region}:${account}:${prefix}*`);
}

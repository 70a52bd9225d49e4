import type { IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { CfnPermission } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { FlowService } from './flow-service.ts';

/** A name that leads to what the stack deploys. */
export interface FlowAlias {
  /** As names of flows, but not `LATEST`. */
  readonly name: string;
  /**
   * Percent of the starts that a changed flow takes at first, 1 to 100. The others go on to the version before, until a
   * deployment without a weight, or with 100.
   *
   * @default 100
   */
  readonly weight?: number;
  /** An alarm at which all starts take the version before again. @default none */
  readonly rollbackOn?: Pick<IAlarm, 'alarmArn'>;
}

/** An alias as the registrar takes it. @throws Error when its weight is none */
export function aliasProperties({ name, weight = 100 }: FlowAlias) {
  if (!Number.isInteger(weight) || weight < 1 || weight > 100) {
    throw new Error(`Alias ${name}: weight is ${weight}; allowed is a whole number from 1 to 100`);
  }
  return { Name: name, Weight: String(weight) };
}

/** Has the registrar end a canary whenever the alarm goes off. */
export function rollBackOn(
  scope: Construct,
  { alarmArn }: Pick<IAlarm, 'alarmArn'>,
  rollback: { readonly flowName: string; readonly alias: string },
  { registrarArn }: FlowService,
): void {
  const rule = new Rule(scope, 'RollbackOnAlarm', {
    description: `Leads ${rollback.alias} of the flow ${rollback.flowName} back`,
    eventPattern: {
      source: ['aws.cloudwatch'],
      detailType: ['CloudWatch Alarm State Change'],
      resources: [alarmArn],
      detail: { state: { value: ['ALARM'] } },
    },
  });
  rule.addTarget({ bind: () => ({ arn: registrarArn, input: RuleTargetInput.fromObject({ rollback }) }) });
  new CfnPermission(scope, 'RollbackPermission', {
    action: 'lambda:InvokeFunction',
    functionName: registrarArn,
    principal: 'events.amazonaws.com',
    sourceArn: rule.ruleArn,
  });
}

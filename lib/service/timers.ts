import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { ScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import type { Alarms } from './alarms.ts';
import type { DispatchQueue } from './dispatch-queue.ts';
import { acknowledge } from './findings.ts';
import type { ServiceFunction } from './service-function.ts';

/** Long waits and the schedules of flows: both send messages to the dispatch queue when they are due. */
export class Timers extends Construct {
  readonly group: ScheduleGroup;
  /** The role with which due schedules send; it can do nothing else. */
  readonly role: Role;

  constructor(scope: Construct, id: string, { queue, deadLetters }: DispatchQueue, alarms: Alarms) {
    super(scope, id);
    this.group = new ScheduleGroup(this, 'Group');
    this.role = new Role(this, 'Role', {
      description:
        'Sends the messages of due timers and schedules to the dispatch queue, or to its dead letters',
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: {
          StringEquals: { 'aws:SourceAccount': Stack.of(this).account },
          ArnEquals: { 'aws:SourceArn': this.group.scheduleGroupArn },
        },
      }),
    });
    for (const target of [queue, deadLetters]) {
      this.role.addToPolicy(
        new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [target.queueArn] }),
      );
    }
    queue.encryptionMasterKey?.grant(this.role, 'kms:Decrypt', 'kms:GenerateDataKey');
    alarms.add('TimersDropped', {
      metric: this.group.metricDropped({ statistic: 'Sum' }),
      above: 0,
      says: 'A due timer or schedule could not be delivered to the dispatch queue for a day.',
      section: 'Timers dropped',
    });
  }

  /** Lets a function arm timers, and forget them. */
  grantArm(grantee: ServiceFunction): void {
    this.#allow(grantee, ['scheduler:CreateSchedule', 'scheduler:DeleteSchedule']);
  }

  /** Lets a function keep the schedules of flows. */
  grantKeepSchedules(grantee: ServiceFunction): void {
    this.#allow(grantee, [
      'scheduler:CreateSchedule',
      'scheduler:UpdateSchedule',
      'scheduler:DeleteSchedule',
    ]);
  }

  /** Allows actions in this group only, and for this role only. */
  #allow(grantee: ServiceFunction, actions: string[]): void {
    const { account, partition, region } = Stack.of(this);
    const group = this.group.scheduleGroupName;
    const schedules = `arn:${partition}:scheduler:${region}:${account}:schedule/${group}/*`;
    grantee.addToRolePolicy(new PolicyStatement({ actions, resources: [schedules] }));
    grantee.addToRolePolicy(
      new PolicyStatement({
        actions: ['iam:PassRole'],
        resources: [this.role.roleArn],
        conditions: { StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' } },
      }),
    );
    const finding = `Resource::arn:<AWS::Partition>:scheduler:<AWS::Region>:<AWS::AccountId>:schedule/${group}/*`;
    acknowledge(grantee.executionRole, {
      [`AwsSolutions::AwsSolutions-IAM5[${finding}]`]:
        'Schedules come and go; all that are in this group belong to the service.',
    });
  }
}

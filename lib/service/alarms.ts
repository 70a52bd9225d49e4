import { Duration, Stack } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  type MathExpression,
  type Metric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';

/** The condition of an alarm, and the section of the runbook for it. */
export interface RunbookAlarmProps {
  readonly metric: Metric | MathExpression;
  /** The alarm goes off above this value. */
  readonly above: number;
  /** Minutes in a row. @default 1 */
  readonly minutes?: number;
  /** The event in one sentence. */
  readonly says: string;
  /** Heading of the section of docs/guide/operations.md with the remedy. */
  readonly section: string;
}

/** Alarms, and the topic that people on duty subscribe to. */
export class Alarms extends Construct {
  readonly topic: Topic;
  readonly all: Alarm[] = [];

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.topic = new Topic(this, 'Topic', { enforceSSL: true });
    this.#letAlarmsPublish();
  }

  /** A topic with a policy of its own, as TLS asks for one, refuses the services of its account unless it names them. */
  #letAlarmsPublish(): void {
    const { account, partition, region } = Stack.of(this);
    const cloudWatch = new ServicePrincipal('cloudwatch.amazonaws.com', {
      conditions: {
        StringEquals: { 'aws:SourceAccount': account },
        ArnLike: { 'aws:SourceArn': `arn:${partition}:cloudwatch:${region}:${account}:alarm:*` },
      },
    });
    this.topic.addToResourcePolicy(
      new PolicyStatement({
        principals: [cloudWatch],
        actions: ['sns:Publish'],
        resources: [this.topic.topicArn],
      }),
    );
  }

  /** Adds an alarm whose text ends with a link to its section. */
  add(id: string, { metric, above, minutes = 1, says, section }: RunbookAlarmProps): Alarm {
    const alarm = new Alarm(this, id, {
      metric: metric.with({ period: Duration.minutes(1) }),
      threshold: above,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: minutes,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      alarmDescription: `${says} What to do: docs/guide/operations.md, "${section}".`,
    });
    alarm.addAlarmAction(new SnsAction(this.topic));
    alarm.addOkAction(new SnsAction(this.topic));
    this.all.push(alarm);
    return alarm;
  }
}

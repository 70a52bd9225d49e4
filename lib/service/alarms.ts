import { Duration } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  type MathExpression,
  type Metric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';

/** When operators are told, and where they read on. */
export interface RunbookAlarmProps {
  readonly metric: Metric | MathExpression;
  /** The alarm goes off above this value. */
  readonly above: number;
  /** Minutes in a row. @default 1 */
  readonly minutes?: number;
  /** What has happened, as one sentence. */
  readonly says: string;
  /** Heading of the section of docs/guide/operations.md that says what to do. */
  readonly section: string;
}

/** Alarms, and the topic that whoever is on duty subscribes to. */
export class Alarms extends Construct {
  readonly topic: Topic;
  readonly all: Alarm[] = [];

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.topic = new Topic(this, 'Topic', { enforceSSL: true });
  }

  /** Adds an alarm whose text ends with where to read on. */
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

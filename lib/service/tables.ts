import { RemovalPolicy } from 'aws-cdk-lib';
import { MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import {
  AttributeType,
  BillingMode,
  ProjectionType,
  Table,
  TableEncryption,
  type TableProps,
} from 'aws-cdk-lib/aws-dynamodb';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import {
  LISTING_INDEX,
  LISTING_PARTITION_KEY,
  LISTING_SORT_KEY,
  PARTITION_KEY,
  SORT_KEY,
  TTL_ATTRIBUTE,
} from '../../src/adapters/aws/dynamodb/table-schema.ts';
import type { Alarms } from './alarms.ts';

/** What the tables depend on. */
export interface TablesProps {
  readonly alarms: Alarms;
  /** @default a key that DynamoDB owns */
  readonly key?: IKey;
  /** True when the tables outlive the stack and refuse deletion. */
  readonly isProtected: boolean;
}

/** Everything the service keeps: executions with their logs, and flows with their versions and schedules. */
export class Tables extends Construct {
  readonly executions: Table;
  readonly flows: Table;

  constructor(scope: Construct, id: string, { alarms, key, isProtected }: TablesProps) {
    super(scope, id);
    const common: TableProps = {
      partitionKey: textAttribute(PARTITION_KEY),
      sortKey: textAttribute(SORT_KEY),
      billingMode: BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: isProtected,
      removalPolicy: isProtected ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      ...(key !== undefined && { encryption: TableEncryption.CUSTOMER_MANAGED, encryptionKey: key }),
    };
    this.executions = new Table(this, 'Executions', { ...common, timeToLiveAttribute: TTL_ATTRIBUTE });
    this.executions.addGlobalSecondaryIndex({
      indexName: LISTING_INDEX,
      partitionKey: textAttribute(LISTING_PARTITION_KEY),
      sortKey: textAttribute(LISTING_SORT_KEY),
      projectionType: ProjectionType.KEYS_ONLY,
    });
    this.flows = new Table(this, 'Flows', common);
    this.addAlarms(alarms);
  }

  private addAlarms(alarms: Alarms): void {
    for (const [name, table] of [
      ['Executions', this.executions],
      ['Flows', this.flows],
    ] as const) {
      alarms.add(`${name}Throttled`, {
        metric: throttleEvents(table),
        above: 0,
        minutes: 3,
        says: `DynamoDB turns requests to the table of ${name.toLowerCase()} away.`,
        section: 'Table throttled',
      });
    }
  }
}

function throttleEvents(table: Table): MathExpression {
  return new MathExpression({
    expression: 'FILL(reads, 0) + FILL(writes, 0)',
    usingMetrics: {
      reads: table.metric('ReadThrottleEvents', { statistic: 'Sum' }),
      writes: table.metric('WriteThrottleEvents', { statistic: 'Sum' }),
    },
  });
}

function textAttribute(name: string) {
  return { name, type: AttributeType.STRING };
}

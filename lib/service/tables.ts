import { RemovalPolicy } from 'aws-cdk-lib';
import { MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
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

/** Props of the tables. */
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
      removalPolicy: isProtected ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY,
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
    this.#addAlarms(alarms);
  }

  /** An index reports under a dimension of its own; while it is throttled, the items that it lists cannot be written. */
  #addAlarms(alarms: Alarms): void {
    const { executions, flows } = this;
    const watched = [
      { name: 'Executions', table: executions, what: 'the table of executions', dimensions: {} },
      {
        name: 'Listing',
        table: executions,
        what: 'the index of executions',
        dimensions: { GlobalSecondaryIndexName: LISTING_INDEX },
      },
      { name: 'Flows', table: flows, what: 'the table of flows', dimensions: {} },
    ];
    for (const { name, table, what, dimensions } of watched) {
      alarms.add(`${name}Throttled`, {
        metric: throttleEvents(table, dimensions),
        above: 0,
        minutes: 3,
        says: `DynamoDB turns requests to ${what} away.`,
        section: 'Table throttled',
      });
    }
  }
}

function throttleEvents(table: Table, dimensions: Readonly<Record<string, string>>): MathExpression {
  const dimensionsMap = { TableName: table.tableName, ...dimensions };
  const events = (metricName: string) =>
    new Metric({ namespace: 'AWS/DynamoDB', metricName, dimensionsMap, statistic: 'Sum' });
  return new MathExpression({
    expression: 'FILL(reads, 0) + FILL(writes, 0)',
    usingMetrics: { reads: events('ReadThrottleEvents'), writes: events('WriteThrottleEvents') },
  });
}

function textAttribute(name: string) {
  return { name, type: AttributeType.STRING };
}

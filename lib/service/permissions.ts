import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { LISTING_INDEX } from '../../src/adapters/aws/dynamodb/table-schema.ts';
import type { ServiceFunction } from './service-function.ts';

const READ = ['GetItem', 'BatchGetItem', 'Query'];

/** Lets a function read executions, begin them and add to them. */
export function grantUseExecutions(table: Table, grantee: ServiceFunction): void {
  grantItems(table, grantee, [...READ, 'PutItem']);
  grantee.addToRolePolicy(
    new PolicyStatement({
      actions: ['dynamodb:Query'],
      resources: [`${table.tableArn}/index/${LISTING_INDEX}`],
    }),
  );
}

/** The same, and to end executions. Nothing may delete one. */
export function grantDriveExecutions(table: Table, grantee: ServiceFunction): void {
  grantUseExecutions(table, grantee);
  grantItems(table, grantee, ['UpdateItem']);
}

/** Lets a function read definitions and schedules by name. */
export function grantReadFlows(table: Table, grantee: ServiceFunction): void {
  grantItems(table, grantee, ['GetItem']);
}

/** Lets a function keep flows and schedules. */
export function grantKeepFlows(table: Table, grantee: ServiceFunction): void {
  grantItems(table, grantee, [...READ, 'PutItem', 'DeleteItem']);
}

function grantItems(table: Table, grantee: ServiceFunction, actions: readonly string[]): void {
  grantee.addToRolePolicy(
    new PolicyStatement({
      actions: actions.map((action) => `dynamodb:${action}`),
      resources: [table.tableArn],
    }),
  );
  table.encryptionKey?.grantEncryptDecrypt(grantee);
}

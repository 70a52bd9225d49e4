import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { LISTING_INDEX } from '../../src/adapters/aws/dynamodb/table-schema.ts';
import type { ServiceFunction } from './service-function.ts';

const READ = ['GetItem', 'Query'];

/** Lets a function read and list executions, begin them, add to them and let ended ones go on. */
export function grantUseExecutions(table: Table, grantee: ServiceFunction): void {
  grantItems(table, grantee, [...READ, 'BatchGetItem', 'PutItem', 'UpdateItem']);
  grantListing(table, grantee);
}

/** Lets a function read executions, begin them, add to them and end them. Nothing may delete one. */
export function grantDriveExecutions(table: Table, grantee: ServiceFunction): void {
  grantItems(table, grantee, [...READ, 'PutItem', 'UpdateItem']);
  grantListing(table, grantee);
}

function grantListing(table: Table, grantee: ServiceFunction): void {
  grantee.addToRolePolicy(
    new PolicyStatement({
      actions: ['dynamodb:Query'],
      resources: [`${table.tableArn}/index/${LISTING_INDEX}`],
    }),
  );
}

/** Lets a function read definitions and schedules by name. */
export function grantReadFlows(table: Table, grantee: ServiceFunction): void {
  grantItems(table, grantee, ['GetItem']);
}

/** Lets a function keep flows, with versions, aliases and schedules. */
export function grantKeepFlows(table: Table, grantee: ServiceFunction): void {
  grantItems(table, grantee, [...READ, 'PutItem', 'DeleteItem']);
}

/** Lets a function lead aliases to versions, which must be there. */
export function grantLeadAliases(table: Table, grantee: ServiceFunction): void {
  grantItems(table, grantee, ['ConditionCheckItem']);
}

/** Lets a function list flows, several at a time. */
export function grantListFlows(table: Table, grantee: ServiceFunction): void {
  grantItems(table, grantee, ['BatchGetItem']);
}

/** Lets a function send to a queue. */
export function grantSend(queue: Queue, grantee: ServiceFunction): void {
  grantee.addToRolePolicy(new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [queue.queueArn] }));
  queue.encryptionMasterKey?.grantEncryptDecrypt(grantee);
}

/** Lets a function read the access keys of callers. */
export function grantReadKeys(accessKeys: Secret, grantee: ServiceFunction): void {
  grantee.addToRolePolicy(
    new PolicyStatement({
      actions: ['secretsmanager:GetSecretValue'],
      resources: [accessKeys.secretArn],
    }),
  );
  accessKeys.encryptionKey?.grantDecrypt(grantee);
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

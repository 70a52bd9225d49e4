import { Stack } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { CfnBucket, IBucket } from 'aws-cdk-lib/aws-s3';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { LISTING_INDEX, SCHEDULES } from '../../src/adapters/aws/dynamodb/table-schema.ts';
import { EVENT_SOURCE } from '../../src/ports/status-events.ts';
import { acknowledge } from './findings.ts';
import type { ServiceFunction } from './service-function.ts';

const READ = ['GetItem', 'Query'];

/** Lets a function read and list executions, begin them, add to them, end them and let ended ones go on. Nothing may delete one. */
export function grantUseExecutions(table: Table, grantee: ServiceFunction): void {
  grantItems(table, grantee, [...READ, 'BatchGetItem', 'PutItem', 'UpdateItem']);
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

/**
 * Lets a function read large texts, add some, and let them be kept longer, which is a copy onto themselves. Nothing may
 * delete one. Without the right to list, S3 does not tell a missing one from a refused one.
 */
export function grantKeepBlobs(bucket: IBucket, grantee: ServiceFunction): void {
  const objects = bucket.arnForObjects('*');
  grantee.addToRolePolicy(
    new PolicyStatement({
      actions: ['s3:GetObject', 's3:PutObject', 's3:PutObjectTagging'],
      resources: [objects],
    }),
  );
  grantee.addToRolePolicy(new PolicyStatement({ actions: ['s3:ListBucket'], resources: [bucket.bucketArn] }));
  bucket.encryptionKey?.grantEncryptDecrypt(grantee);
  const name = Stack.of(bucket).getLogicalId(bucket.node.defaultChild as CfnBucket);
  acknowledge(grantee.executionRole, {
    [`AwsSolutions::AwsSolutions-IAM5[Resource::<${name}.Arn>/*]`]:
      'Large texts come and go; all that are in this bucket belong to the service.',
  });
}

/** Lets a function read definitions and schedules by name. */
export function grantReadFlows(table: Table, grantee: ServiceFunction): void {
  grantItems(table, grantee, ['GetItem']);
}

/** Lets a function note in a schedule what came of its firings. The condition keeps flows and their versions out of its reach. */
export function grantNoteFirings(table: Table, grantee: ServiceFunction): void {
  grantee.addToRolePolicy(
    new PolicyStatement({
      actions: ['dynamodb:PutItem'],
      resources: [table.tableArn],
      conditions: { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': [SCHEDULES] } },
    }),
  );
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

/** Lets a function put events of its own kind, and no others, on a bus of the account. */
export function grantPutEvents(stack: Stack, bus: string, grantee: ServiceFunction): void {
  grantee.addToRolePolicy(
    new PolicyStatement({
      actions: ['events:PutEvents'],
      resources: [stack.formatArn({ service: 'events', resource: 'event-bus', resourceName: bus })],
      conditions: { StringEquals: { 'events:source': EVENT_SOURCE } },
    }),
  );
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

import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CreateTableCommand, DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import {
  LISTING_INDEX,
  LISTING_PARTITION_KEY,
  LISTING_SORT_KEY,
  PARTITION_KEY,
  SORT_KEY,
} from '../../../src/adapters/aws/dynamodb/table-schema.ts';
import { freePort } from '../../helpers/free-port.ts';

/** An emulator of DynamoDB that answers at `endpoint`. */
export interface DynamoDbServer {
  readonly endpoint: string;
  stop(): Promise<void>;
}

const BINARY = join(import.meta.dirname, '../../../node_modules/@dynoxide/linux-x64/dynoxide');

/** Region and credentials that every emulator accepts. */
export const TEST_ACCOUNT = {
  region: 'us-east-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
};

/** Why tests on DynamoDB cannot run here, which is also said aloud; undefined when they can. */
export function missingDynamoDb(): string | undefined {
  if (process.env['DYNAMODB_ENDPOINT'] !== undefined || existsSync(BINARY)) return undefined;
  const reason =
    'no emulator of DynamoDB: @dynoxide/linux-x64 is not installed and DYNAMODB_ENDPOINT is not set';
  console.warn(`Skipped: ${reason}`);
  return reason;
}

/** The emulator named by DYNAMODB_ENDPOINT, or one started for the caller. */
export async function startDynamoDb(): Promise<DynamoDbServer> {
  const given = process.env['DYNAMODB_ENDPOINT'];
  if (given !== undefined) return { endpoint: given, stop: async () => {} };
  const port = await freePort();
  const child = spawn(BINARY, ['serve', '--port', String(port)], { stdio: 'ignore' });
  // A test run that is broken off stops no servers.
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  child.once('exit', () => process.off('exit', kill));
  const endpoint = `http://127.0.0.1:${port}`;
  await answering(endpoint, child);
  return { endpoint, stop: () => stopped(child) };
}

/** A client of an emulator. */
export function dynamoDbClient(endpoint: string, settings: DynamoDBClientConfig = {}): DynamoDBClient {
  return new DynamoDBClient({ ...TEST_ACCOUNT, endpoint, ...settings });
}

/** Creates both tables, under names of their own. */
export async function createTables(client: DynamoDBClient) {
  const suffix = randomUUID();
  const executions = `executions-${suffix}`;
  const flows = `flows-${suffix}`;
  await Promise.all([createExecutionsTable(client, executions), createTable(client, flows)]);
  return { executions, flows };
}

function createTable(client: DynamoDBClient, name: string) {
  return client.send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [text(PARTITION_KEY), text(SORT_KEY)],
      KeySchema: keys(PARTITION_KEY, SORT_KEY),
    }),
  );
}

function createExecutionsTable(client: DynamoDBClient, name: string) {
  const names = [PARTITION_KEY, SORT_KEY, LISTING_PARTITION_KEY, LISTING_SORT_KEY];
  const index = {
    IndexName: LISTING_INDEX,
    KeySchema: keys(LISTING_PARTITION_KEY, LISTING_SORT_KEY),
    Projection: { ProjectionType: 'KEYS_ONLY' as const },
  };
  return client.send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: names.map(text),
      KeySchema: keys(PARTITION_KEY, SORT_KEY),
      GlobalSecondaryIndexes: [index],
    }),
  );
}

function text(AttributeName: string) {
  return { AttributeName, AttributeType: 'S' as const };
}

function keys(partition: string, sort: string) {
  return [
    { AttributeName: partition, KeyType: 'HASH' as const },
    { AttributeName: sort, KeyType: 'RANGE' as const },
  ];
}

async function answering(endpoint: string, child: ChildProcess): Promise<void> {
  // Several times as long as a busy machine takes.
  for (let tries = 0; tries < 2_000; tries += 1) {
    if (child.exitCode !== null) throw new Error(`The emulator of DynamoDB ended with ${child.exitCode}`);
    const isUp = await fetch(endpoint).then(
      () => true,
      () => false,
    );
    if (isUp) return;
    await sleep(10);
  }
  throw new Error('The emulator of DynamoDB does not answer');
}

function stopped(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.on('exit', () => resolve());
    child.kill('SIGKILL');
  });
}

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Environment, readAwsConfig } from '../../../lambdas/environment.ts';
import { FNF_LIMITS } from '../../../src/limits.ts';

const COMPLETE: Environment = {
  EXECUTIONS_TABLE: 'executions',
  FLOWS_TABLE: 'flows',
  BLOBS_BUCKET: 'blobs',
  DISPATCH_QUEUE_URL: 'https://sqs.eu-west-1.amazonaws.com/123456789012/dispatch',
  DISPATCH_QUEUE_ARN: 'arn:aws:sqs:eu-west-1:123456789012:dispatch',
  DEAD_LETTER_QUEUE_ARN: 'arn:aws:sqs:eu-west-1:123456789012:dead-letters',
  SCHEDULE_GROUP: 'timers',
  SCHEDULER_ROLE_ARN: 'arn:aws:iam::123456789012:role/timers',
  ROLE_PATHS: '/fdl-flow/,/other/',
  LIMITS_PROFILE: 'fnf',
  RETENTION_DAYS: '30',
};

test('a function learns region and account from the queue, and everything else from its variables', () => {
  expect(readAwsConfig(COMPLETE)).toMatchObject({
    region: 'eu-west-1',
    accountId: '123456789012',
    executionsTable: 'executions',
    allowedRolePaths: ['/fdl-flow/', '/other/'],
    bindings: {},
    limits: FNF_LIMITS,
    retentionDays: 30,
  });
});

test('bindings and the default role may be given', () => {
  const folder = mkdtempSync(join(tmpdir(), 'fdl-bindings-'));
  const BINDINGS_FILE = join(folder, 'bindings.json');
  writeFileSync(BINDINGS_FILE, '{"a":"b"}');
  const config = readAwsConfig({ ...COMPLETE, BINDINGS_FILE, DEFAULT_FLOW_ROLE_ARN: 'role' });
  rmSync(folder, { recursive: true });
  expect(config).toMatchObject({ bindings: { a: 'b' }, defaultRoleArn: 'role' });
});

test.each(Object.keys(COMPLETE))('a function without %s does not start, and says why', (name) => {
  expect(() => readAwsConfig({ ...COMPLETE, [name]: '' })).toThrow(
    `The environment variable ${name} is not set`,
  );
});

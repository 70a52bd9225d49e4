import { STSClient } from '@aws-sdk/client-sts';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { assumeRole } from '../../../../../src/adapters/aws/targets/assume-role.ts';
import { FlowClients } from '../../../../../src/adapters/aws/targets/flow-clients.ts';
import { roleProblem } from '../../../../../src/adapters/aws/targets/flow-roles.ts';
import { createAwsTaskTargets } from '../../../../../src/adapters/aws/targets/task-targets.ts';
import { systemClock } from '../../../../../src/adapters/system.ts';
import type { Caller, FunctionCall } from '../../../../../src/ports/task-targets.ts';
import { TEST_ACCOUNT } from '../../../../aws/emulated/dynamodb.ts';
import { awsError, serve, type TestResponse, type TestServer } from '../../../../aws/emulated/http.ts';
import { NO_REPLIES, targetClientsOf } from '../../../../aws/emulated/target-clients.ts';

const { region } = TEST_ACCOUNT;
const ROLE = 'arn:aws:iam::000000000000:role/fdl-flow/orders';

/** The access keys that calls were signed with, and the roles that were asked for. */
let signers: string[];
let assumed: URLSearchParams[];
let sts: TestServer;
let lambda: TestServer;
let lifeMs: number;

beforeEach(async () => {
  signers = [];
  assumed = [];
  lifeMs = 3_600_000;
  sts = await serve(async ({ body }) => {
    const params = new URLSearchParams(body.toString());
    assumed.push(params);
    return params.get('RoleArn')?.includes('forbidden')
      ? stsError()
      : stsAnswer(`KEY${assumed.length}`, new Date(Date.now() + lifeMs));
  });
  lambda = await serve(async ({ headers }) => {
    signers.push(/Credential=(\w+)\//.exec(headers.authorization ?? '')?.[1] ?? '');
    return { status: 200, body: '{}' };
  });
});

afterEach(async () => {
  await sts.close();
  await lambda.close();
});

function targets(defaultRoleArn?: string, bindings: Record<string, string> = {}) {
  const client = new STSClient({ ...TEST_ACCOUNT, endpoint: sts.endpoint });
  const clients = new FlowClients({
    create: (settings) => targetClientsOf(lambda.endpoint, settings),
    assumeRole: (roleArn, flowName) => assumeRole(client, roleArn, flowName),
    ...(defaultRoleArn !== undefined && { defaultRoleArn }),
  });
  return createAwsTaskTargets(
    clients,
    { region, accountId: '000000000000', bindings },
    systemClock,
    NO_REPLIES,
  );
}

function call(given: Partial<Caller> = {}): FunctionCall {
  const caller = {
    flowName: 'orders',
    executionName: 'run',
    stepName: 's',
    taskId: 't',
    roleArn: ROLE,
    ...given,
  };
  const resourceArn = 'acs:fc:::services/shop/functions/pay';
  const target = { kind: 'function', resourceArn, service: 'shop', functionName: 'pay' } as const;
  return { kind: 'function', caller, target, event: '{}', isAsync: false };
}

describe('the role of a flow', () => {
  test('signs its calls, for an hour, in a session with its name and no more rights than tasks and objects need', async () => {
    const outcome = await targets().call(call());

    expect(outcome.kind).toBe('succeeded');
    expect(signers).toEqual(['KEY1']);
    const [request] = assumed;
    expect(request?.get('RoleArn')).toBe(ROLE);
    expect(request?.get('RoleSessionName')).toBe('fdl-orders');
    expect(request?.get('DurationSeconds')).toBe('3600');
    const policy = JSON.parse(request?.get('Policy') ?? '');
    expect(policy.Statement[0].Action).toEqual([
      'lambda:InvokeFunction',
      'sqs:SendMessage',
      'sns:Publish',
      's3:GetObject',
      's3:PutObject',
      's3:ListBucket',
      'kms:GenerateDataKey',
      'kms:Decrypt',
    ]);
  });

  test('is assumed once for many calls, and by each flow for itself', async () => {
    const { call: invoke } = targets();
    await Promise.all([call(), call(), call()].map(invoke));
    await invoke(call());
    await invoke(call({ flowName: 'x'.repeat(128) }));

    expect(assumed).toHaveLength(2);
    expect(assumed[1]?.get('RoleSessionName')).toHaveLength(64);
    expect(signers).toEqual(['KEY1', 'KEY1', 'KEY1', 'KEY1', 'KEY2']);
  });

  test('is assumed again before the credentials expire', async () => {
    lifeMs = 60_000;
    const { call: invoke } = targets();
    await invoke(call());
    await invoke(call());

    expect(new Set(signers).size).toBe(2);
  });

  test('is the default where a flow names none, and the surroundings where there is no default', async () => {
    await targets('arn:aws:iam::000000000000:role/default').call(call({ roleArn: '' }));
    await targets().call(call({ roleArn: '' }));

    expect(assumed.map((request) => request.get('RoleArn'))).toEqual([
      'arn:aws:iam::000000000000:role/default',
    ]);
    expect(signers).toEqual(['KEY1', TEST_ACCOUNT.credentials.accessKeyId]);
  });

  test('may be one of Alibaba that is bound to one of AWS', async () => {
    const bindings = { 'acs:ram::1:role/orders': ROLE };

    await targets(undefined, bindings).call(call({ roleArn: 'acs:ram::1:role/orders' }));

    expect(assumed[0]?.get('RoleArn')).toBe(ROLE);
  });

  test('that may not be assumed fails the task by name', async () => {
    const outcome = await targets().call(call({ roleArn: 'arn:aws:iam::000000000000:role/forbidden' }));

    expect(outcome).toMatchObject({ kind: 'failed', failure: { error: 'FC.AccessDenied' } });
    expect(signers).toEqual([]);
  });
});

describe('the check of a role that a flow is to have', () => {
  const config = {
    accountId: '000000000000',
    allowedRolePaths: ['/fdl-flow/', '/teams/a/'],
    bindings: { 'acs:ram::1:role/orders': ROLE },
  };

  test.each(['', ROLE, 'arn:aws:iam::000000000000:role/teams/a/deep/er', 'acs:ram::1:role/orders'])(
    'accepts %j',
    (roleArn) => {
      expect(roleProblem(roleArn, config)).toBeUndefined();
    },
  );

  test.each([
    'arn:aws:iam::000000000000:role/admin',
    'arn:aws:iam::000000000000:role/x/fdl-flow/admin',
    'arn:aws:iam::999999999999:role/fdl-flow/orders',
    'arn:aws:iam::000000000000:user/fdl-flow/orders',
    'acs:ram::1:role/other',
    'nonsense',
  ])('refuses %s and says what is allowed', (roleArn) => {
    expect(roleProblem(roleArn, config)).toBe(
      `role ${roleArn} may not be used by flows; allowed are arn:aws:iam::000000000000:role/fdl-flow/…, arn:aws:iam::000000000000:role/teams/a/…`,
    );
  });
});

function stsAnswer(key: string, expiration: Date): TestResponse {
  const credentials = `<AccessKeyId>${key}</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>${expiration.toISOString()}</Expiration>`;
  return {
    status: 200,
    headers: { 'content-type': 'text/xml' },
    body: `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>${credentials}</Credentials></AssumeRoleResult></AssumeRoleResponse>`,
  };
}

function stsError(): TestResponse {
  return {
    ...awsError(403, 'AccessDenied', 'no'),
    headers: { 'content-type': 'text/xml' },
    body: '<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>no</Message></Error></ErrorResponse>',
  };
}

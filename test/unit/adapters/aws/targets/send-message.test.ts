import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FlowClients } from '../../../../../src/adapters/aws/targets/flow-clients.ts';
import { createAwsTaskTargets } from '../../../../../src/adapters/aws/targets/task-targets.ts';
import { systemClock } from '../../../../../src/adapters/system.ts';
import type { TaskTargets } from '../../../../../src/ports/task-targets.ts';
import { TEST_ACCOUNT } from '../../../../aws/emulated/dynamodb.ts';
import { startFaultProxy } from '../../../../aws/emulated/fault-proxy.ts';
import { awsError, type TestResponse, type TestServer } from '../../../../aws/emulated/http.ts';
import { ACCOUNT, QueueEmulator } from '../../../../aws/emulated/queues.ts';
import { NO_REPLIES, targetClientsOf } from '../../../../aws/emulated/target-clients.ts';

const caller = { flowName: 'f', executionName: 'run', stepName: 's', taskId: 't', roleArn: '' };
const queue = {
  kind: 'queue',
  resourceArn: 'acs:mns:::/queues/jobs/messages',
  queueName: 'jobs',
} as const;
const topic = {
  kind: 'topic',
  resourceArn: 'acs:mns:::/topics/news/messages',
  topicName: 'news',
} as const;

let queues: QueueEmulator;
let proxy: TestServer;
let refusal: TestResponse | undefined;
let targets: TaskTargets;

beforeEach(async () => {
  refusal = undefined;
  queues = await QueueEmulator.open();
  proxy = await startFaultProxy(queues.endpoint, () =>
    refusal === undefined ? undefined : { kind: 'answer', response: refusal },
  );
  const clients = new FlowClients({
    create: () => targetClientsOf(proxy.endpoint),
    assumeRole: () => Promise.reject(new Error('these flows have no roles')),
  });
  const naming = { region: TEST_ACCOUNT.region, accountId: ACCOUNT, bindings: {} };
  targets = createAwsTaskTargets(clients, naming, systemClock, NO_REPLIES);
});

afterEach(async () => {
  await proxy.close();
  await queues.close();
});

describe('a message that cannot be sent', () => {
  test('fails by name when the queue or topic does not exist', async () => {
    expect(await targets.call({ kind: 'queue', caller, target: queue, body: 'x' })).toEqual({
      kind: 'failed',
      failure: {
        error: 'FnF.ResourceNotFound',
        cause: expect.stringContaining(
          `https://sqs.us-east-1.amazonaws.com/${ACCOUNT}/jobs does not exist: `,
        ),
      },
    });
    expect(await targets.call({ kind: 'topic', caller, target: topic, body: 'x' })).toEqual({
      kind: 'failed',
      failure: {
        error: 'FnF.ResourceNotFound',
        cause: expect.stringContaining(`arn:aws:sns:us-east-1:${ACCOUNT}:news does not exist: `),
      },
    });
  });

  test.each([
    [403, 'AccessDeniedException', 'FnF.PermissionDenied'],
    [400, 'KMS.AccessDeniedException', 'FnF.PermissionDenied'],
    [400, 'RequestThrottled', 'mns.InternalError'],
    [500, 'InternalFailure', 'mns.InternalError'],
    [400, 'InvalidMessageContents', 'FnF.InvalidInput'],
  ])('fails after %i %s with %s', async (status, name, error) => {
    refusal = awsError(status, name, 'why');
    const outcome = await targets.call({ kind: 'queue', caller, target: queue, body: 'x' });
    expect(outcome).toEqual({ kind: 'failed', failure: { error, cause: expect.stringContaining('why') } });
  });

  test('fails as that of a service that does not answer', async () => {
    await proxy.close();
    const outcome = await targets.call({ kind: 'queue', caller, target: queue, body: 'x' });
    expect(outcome).toMatchObject({ kind: 'failed', failure: { error: 'mns.InternalError' } });
  });
});

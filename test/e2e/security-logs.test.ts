import { afterAll, beforeAll, expect, test } from 'vitest';
import { signRpc } from '../../src/api/protocol/rpc-signature.ts';
import { eventually, openServer, type TestServer } from './local-helpers.ts';

const KEY = { accessKeyId: 'testid', accessKeySecret: 'S3CRET-access-key' };

const FLOW = `version: v1
type: flow
steps:
  - type: task
    name: fail
    resourceArn: acs:fc:::services/s/functions/fail
    inputMappings: [{target: card, source: $input.card}]
    catch: [{errors: [FnF.ALL], goto: ask}]
  - type: task
    name: ask
    resourceArn: acs:fc:::services/s/functions/ask
    pattern: waitForCallback
    inputMappings: [{target: token, source: $context.task.token}, {target: card, source: $input.card}]
`;

let server: TestServer;
beforeAll(async () => {
  server = await openServer(
    {
      's/fail.js': 'export const handler = (event) => { throw new Error(event.card); };',
      's/ask.js': 'export const handler = () => "S3CRET-answer that is no object";',
      's/exit.js': 'export const handler = () => process.exit(7);',
    },
    { credentials: KEY },
  );
});
afterAll(() => server.close());

/** Calls with the key, or a wrong one; answers whatever comes back. */
async function call(operation: string, params: unknown, secret = KEY.accessKeySecret) {
  const response = await fetch(`${server.api}/${operation}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${KEY.accessKeyId}:${secret}` },
    body: typeof params === 'string' ? params : JSON.stringify(params),
  });
  return (await response.json()) as Readonly<Record<string, unknown>>;
}

/** A signed call of the RPC protocol; answers its signature and the code. */
async function signed(Timestamp: string) {
  const params = {
    ...{ Action: 'ListFlows', Version: '2019-03-15', AccessKeyId: KEY.accessKeyId, Timestamp },
    ...{ SignatureMethod: 'HMAC-SHA1', SignatureVersion: '1.0', SignatureNonce: 'once' },
  };
  const Signature = signRpc('GET', new Map(Object.entries(params)), KEY.accessKeySecret);
  const response = await fetch(`${server.api}/?${new URLSearchParams({ ...params, Signature })}`);
  return { Signature, answer: (await response.json()) as Readonly<Record<string, unknown>> };
}

async function openTokens(count: number): Promise<readonly string[]> {
  return eventually(async () => {
    const { Tasks } = (await call('ListOpenTasks', { FlowName: 'f' })) as { Tasks: { TaskToken: string }[] };
    return Tasks.length === count ? Tasks.map(({ TaskToken }) => TaskToken) : undefined;
  });
}

test('a run full of failures leaves no key, signature, token, input or output in the log', async () => {
  const exiting = FLOW.replace('functions/fail', 'functions/exit');
  const flow = { Description: '', Type: 'FDL' };
  await call('CreateFlow', { ...flow, Name: 'f', Definition: FLOW });
  await call('CreateFlow', { ...flow, Name: 'g', Definition: exiting });
  const Input = { card: 'S3CRET-input' };
  for (const ExecutionName of ['one', 'two'])
    await call('StartExecution', { FlowName: 'f', ExecutionName, Input });
  await call('StartExecution', { FlowName: 'g', ExecutionName: 'dies', Input });
  const [one = '', two = ''] = await openTokens(2);
  expect(await call('ReportTaskSucceeded', { TaskToken: one, Output: { a: 'S3CRET-output' } })).toMatchObject(
    {
      EventId: expect.any(Number),
    },
  );
  const refused = [
    await call('ReportTaskFailed', { TaskToken: one, Error: 'S3CRET-error', Cause: 'S3CRET-cause' }),
    await call('ReportTaskFailed', { TaskToken: `${two}x`, Error: 'S3CRET-error' }),
    await call('ReportTaskSucceeded', { TaskToken: two, Output: 'S3CRET-output' }),
    await call('StartExecution', { FlowName: 'f', Input: `S3CRET-input ${'x'.repeat(300_000)}` }),
    await call('StartExecution', '{"Input": "S3CRET-input'),
    await call('ListFlows', {}, 'S3CRET-wrong-key'),
  ];
  for (const answer of refused) expect(answer).toHaveProperty('Code');
  const good = await signed(new Date().toISOString());
  expect(good.answer).toHaveProperty('Flows');
  const replayed = await signed(new Date(0).toISOString());
  expect(replayed.answer).toMatchObject({ Code: 'RequestTimeTooSkewed' });
  await eventually(async () => {
    const history = await call('GetExecutionHistory', { FlowName: 'g', ExecutionName: 'dies' });
    return JSON.stringify(history).includes('"TaskFailed"') || undefined;
  });
  const log = server.lines.join('\n');
  for (const secret of ['S3CRET', one, two, good.Signature, replayed.Signature])
    expect(log).not.toContain(secret);
});

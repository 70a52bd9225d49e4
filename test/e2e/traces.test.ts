import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type LocalServer, startServer } from '../../src/local/start-server.ts';
import { type OtlpReceiver, openOtlpReceiver, type ReceivedSpan } from '../helpers/otlp-receiver.ts';
import { untilPasses } from '../helpers/until-passes.ts';

const CHARGE = `version: v1
type: flow
steps:
  - type: foreach
    name: each
    iterationMapping: {collection: $.cards, item: card}
    steps:
      - type: task
        name: charge
        resourceArn: acs:fc:::services/shop/functions/charge
        retry: [{errors: [Busy], intervalSeconds: 1, maxAttempts: 2}]
  - type: task
    name: tell
    resourceArn: acs:mns:::/queues/news/messages
    serviceParams: {MessageBody: hello}
`;
const OUTER = `version: v1
type: flow
steps:
  - type: task
    name: inner
    resourceArn: acs:fnf:::flow/charging
    pattern: sync
    inputMappings: [{target: cards, source: $input.cards}]
    serviceParams: {Input: $}
`;
const FAILING = `version: v1
type: flow
steps:
  - {type: pass, name: first}
  - {type: task, name: charge, resourceArn: "acs:fc:::services/shop/functions/charge"}
`;
const FUNCTION = `const seen = new Set();
export const handler = ({ card, fails }, { traceparent, taskId }) => {
  const isFirst = !seen.has(card);
  seen.add(card);
  if (isFirst && (card === 'busy' || fails)) throw Object.assign(new Error('4711'), { name: 'Busy' });
  return { traceparent, taskId };
};
`;

const folder = mkdtempSync(join(tmpdir(), 'fdl-traces-'));
let receiver: OtlpReceiver;
let server: LocalServer;

function open(): Promise<LocalServer> {
  return startServer({
    host: '127.0.0.1',
    port: 0,
    queuePort: 0,
    dataFolder: join(folder, 'data'),
    isEphemeral: false,
    functionFolders: [join(folder, 'functions')],
    flowFolders: [],
    limits: 'default',
    write: () => {},
  });
}

beforeAll(async () => {
  mkdirSync(join(folder, 'functions', 'shop'), { recursive: true });
  writeFileSync(join(folder, 'functions', 'shop', 'charge.mjs'), FUNCTION);
  receiver = await openOtlpReceiver();
  vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', receiver.url);
  vi.stubEnv('OTEL_SERVICE_NAME', 'orders');
  server = await open();
  for (const [Name, Definition] of Object.entries({ charging: CHARGE, outer: OUTER, failing: FAILING }))
    await server.call('CreateFlow', { Name, Definition, Description: '', Type: 'FDL' });
});

afterAll(async () => {
  await server?.close();
  await receiver?.[Symbol.asyncDispose]();
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

/** The spans of an execution, once that of the whole has come. */
async function spansOf(execution: string, redrives = 0): Promise<readonly ReceivedSpan[]> {
  const whole = await untilPasses(async () => {
    const found = receiver.spans.find(
      ({ attributes }) =>
        attributes['workflow.execution.id'] === execution &&
        attributes['workflow.execution.redrives'] === redrives,
    );
    if (found === undefined) throw new Error('it has not come yet');
    return found;
  });
  const own: ReceivedSpan[] = [whole];
  for (let before = 0; before < own.length; ) {
    before = own.length;
    const ids = new Set(own.map(({ spanId }) => spanId));
    own.push(
      ...receiver.spans.filter(
        (span) => span.traceId === whole.traceId && ids.has(span.parentId) && !ids.has(span.spanId),
      ),
    );
  }
  return own;
}

const only = (spans: readonly ReceivedSpan[], name: string) => spans.filter((span) => span.name === name);

test('An execution is one trace: a span of its own, of each step inside the one around it, and of each attempt', async () => {
  const key = { FlowName: 'charging', ExecutionName: 'whole' };
  await server.call('StartSyncExecution', { ...key, Input: '{"cards":["busy","free"]}' });
  const spans = await spansOf('whole');
  const [whole, each, tell] = [spans[0], only(spans, 'each')[0], only(spans, 'tell')[0]];
  if (whole === undefined || each === undefined || tell === undefined) throw new Error('a span is missing');
  expect(whole).toMatchObject({
    name: 'charging',
    parentId: '',
    kind: 2,
    status: 0,
    service: 'orders',
    links: [],
    attributes: {
      'workflow.name': 'charging',
      'workflow.execution.status': 'Succeeded',
      'workflow.version': 'LATEST',
    },
  });
  expect([each.parentId, tell.parentId]).toEqual([whole.spanId, whole.spanId]);
  expect(each.attributes).toMatchObject({
    'workflow.step.type': 'foreach',
    'workflow.step.status': 'succeeded',
  });
  const charges = only(spans, 'charge');
  expect(charges.map(({ parentId }) => parentId)).toEqual([each.spanId, each.spanId]);
  const calls = only(spans, 'call charge');
  expect(
    calls.map(({ status, attributes }) => [
      status,
      attributes['workflow.task.attempt'],
      attributes['error.type'],
    ]),
  ).toEqual(
    expect.arrayContaining([
      [2, 1, 'Busy'],
      [0, 2, undefined],
      [0, 1, undefined],
    ]),
  );
  const { StartedTime, StoppedTime } = await server.call('DescribeExecution', key);
  expect([whole.from, whole.to].map((at) => new Date(at).toISOString())).toEqual([StartedTime, StoppedTime]);
  for (const { from, to } of spans)
    expect([from >= whole.from, to <= whole.to, from <= to]).toEqual([true, true, true]);
  // Nothing of what a task was given, returned or threw is in a span.
  expect(JSON.stringify(spans)).not.toContain('4711');

  // The span that each target was told is that of the attempt.
  const { Events } = await server.call('GetExecutionHistory', key);
  const told = Events.filter(({ Type, StepName }) => Type === 'TaskSucceeded' && StepName === 'charge').map(
    ({ EventDetail }) => JSON.parse(EventDetail).output.traceparent,
  );
  const succeeded = calls.filter(({ status }) => status === 0);
  expect(told.toSorted()).toEqual(
    succeeded.map(({ traceId, spanId }) => `00-${traceId}-${spanId}-01`).toSorted(),
  );
  const response = await fetch(server.queues, {
    method: 'POST',
    headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': 'AmazonSQS.ReceiveMessage' },
    body: JSON.stringify({ QueueUrl: `${server.queues}/000000000000/news`, MessageAttributeNames: ['All'] }),
  });
  const { Messages } = (await response.json()) as {
    Messages: { MessageAttributes: Record<string, { StringValue: string }> }[];
  };
  const [send] = only(spans, 'send tell');
  expect(send).toMatchObject({ kind: 4, parentId: tell.spanId });
  expect(Messages[0]?.MessageAttributes['traceparent']?.StringValue).toBe(
    `00-${send?.traceId}-${send?.spanId}-01`,
  );
});

test('A start goes on in the trace of its caller, and is left out of one that is not recorded', async () => {
  const traceId = '0af7651916cd43dd8448eb211c80319c';
  const start = (ExecutionName: string, traceparent: string) =>
    fetch(`${server.api}/StartSyncExecution`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', traceparent },
      body: JSON.stringify({ FlowName: 'charging', ExecutionName, Input: '{"cards":["free"]}' }),
    });
  await start('silent', `00-${traceId}-b7ad6b7169203331-00`);
  await start('broken', 'a trace');
  await start('called', `00-${traceId}-b7ad6b7169203331-01`);
  const spans = await spansOf('called');
  expect(spans[0]).toMatchObject({ traceId, parentId: 'b7ad6b7169203331' });
  expect(spans.length).toBeGreaterThan(3);
  expect((await spansOf('broken'))[0]).toMatchObject({ parentId: '' });
  expect(receiver.spans.some(({ attributes }) => attributes['workflow.execution.id'] === 'silent')).toBe(
    false,
  );
});

test('Parent and child lead to each other', async () => {
  await server.call('StartSyncExecution', {
    FlowName: 'outer',
    ExecutionName: 'mother',
    Input: '{"cards":[]}',
  });
  const mother = await spansOf('mother');
  const [call] = only(mother, 'call inner');
  const child = receiver.spans.find(({ name, links }) => name === 'charging' && links.length > 0);
  if (call === undefined || child === undefined) throw new Error('a span is missing');
  expect(child.traceId).not.toBe(call.traceId);
  expect(child.links).toEqual([{ traceId: call.traceId, spanId: call.spanId, reason: 'parent' }]);
  expect(call.links).toEqual([{ traceId: child.traceId, spanId: child.spanId, reason: 'child' }]);
});

test('A redrive has a span of its own in the trace, linked to the one before; a fork is linked to its origin', async () => {
  const key = { FlowName: 'failing', ExecutionName: 'twice' };
  await server.call('StartSyncExecution', { ...key, Input: '{"fails":true}' });
  const [failed] = await spansOf('twice');
  expect(failed).toMatchObject({
    status: 2,
    attributes: { 'error.type': 'Busy', 'workflow.execution.status': 'Failed' },
  });
  await server.call('RedriveExecution', key);
  const again = await spansOf('twice', 1);
  expect(again[0]).toMatchObject({
    traceId: failed?.traceId,
    links: [{ traceId: failed?.traceId, spanId: failed?.spanId, reason: 'redrive' }],
    attributes: { 'workflow.execution.status': 'Succeeded' },
  });
  expect(again.map(({ name }) => name)).toEqual([expect.anything(), 'charge', 'call charge']);
  await server.call('ForkExecution', { ...key, NewExecutionName: 'branch', FromStep: 'charge' });
  const [fork] = await spansOf('branch');
  expect(fork?.links).toEqual([{ traceId: failed?.traceId, spanId: failed?.spanId, reason: 'fork' }]);
});

test('After a start the newest traces are sent once more, under the same ids', async () => {
  await server.call('StartSyncExecution', {
    FlowName: 'charging',
    ExecutionName: 'last',
    Input: '{"cards":["free"]}',
  });
  const [before] = await spansOf('last');
  await server.close();
  receiver.spans.length = 0;
  server = await open();
  expect((await spansOf('last'))[0]).toEqual(before);
});

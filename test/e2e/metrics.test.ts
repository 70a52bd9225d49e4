import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
// @ts-expect-error: the package has no types
import parsePrometheus from 'parse-prometheus-text-format';
import { afterEach, expect, test } from 'vitest';
import { type LocalServer, startServer } from '../../src/local/start-server.ts';
import { untilPasses } from '../helpers/until-passes.ts';

/** One metric as the parser reads it. */
interface Family {
  readonly name: string;
  readonly type: string;
  readonly metrics: readonly {
    readonly value?: string;
    readonly count?: string;
    readonly labels?: Readonly<Record<string, string>>;
  }[];
}

const FLOW = `version: v1
type: flow
steps:
  - {type: task, name: price, resourceArn: "acs:fc:::services/shop/functions/price"}
  - type: task
    name: tell
    resourceArn: acs:mns:::/queues/news/messages
    serviceParams: {MessageBody: hello}
`;
const FUNCTION = 'export const handler = (event) => (event.crash ? process.abort() : { price: 7 });\n';

let folder: string;
let server: LocalServer | undefined;

async function open(rest: Partial<Parameters<typeof startServer>[0]> = {}): Promise<LocalServer> {
  folder = mkdtempSync(join(tmpdir(), 'fdl-metrics-'));
  mkdirSync(join(folder, 'functions', 'shop'), { recursive: true });
  writeFileSync(join(folder, 'functions', 'shop', 'price.mjs'), FUNCTION);
  server = await startServer({
    host: '127.0.0.1',
    port: 0,
    queuePort: 0,
    dataFolder: join(folder, 'data'),
    isEphemeral: false,
    functionFolders: [join(folder, 'functions')],
    flowFolders: [],
    limits: 'default',
    hasMetrics: true,
    write: () => {},
    ...rest,
  });
  return server;
}

afterEach(async () => {
  await server?.close();
  server = undefined;
  rmSync(folder, { recursive: true });
});

type Samples = ReadonlyMap<string, Family['metrics']>;

async function read(api: string): Promise<Samples> {
  const answer = await fetch(`${api}/metrics`);
  expect(answer.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
  // The parser puts series of one histogram together: without its type it reads each line of it.
  const text = (await answer.text()).replace(/^# TYPE fdl_task_seconds .*$/m, '');
  const families: readonly Family[] = parsePrometheus(text);
  const byName = Map.groupBy(families, ({ name }) => name);
  return new Map([...byName].map(([name, parts]) => [name, parts.flatMap(({ metrics }) => metrics)]));
}

function metricValue(families: Samples, name: string, labels: Record<string, string> = {}) {
  const found = families
    .get(name)
    ?.find((metric) => Object.entries(labels).every(([label, value]) => metric.labels?.[label] === value));
  return Number(found?.value ?? found?.count);
}

test('A server that is asked for metrics counts all that it does, as a parser of Prometheus reads it', async () => {
  const { api, call } = await open();
  await call('CreateFlow', { Name: 'orders', Type: 'FDL', Description: '', Definition: FLOW });
  for (const Input of ['{}', '{}', '{"crash":true}'])
    await call('StartSyncExecution', { FlowName: 'orders', Input });

  const families = await untilPasses(async () => {
    const found = await read(api);
    expect(metricValue(found, 'fdl_executions_ended_total', { flow: 'orders', status: 'Failed' })).toBe(1);
    return found;
  });

  const target = 'shop/price';
  expect(metricValue(families, 'fdl_executions_started_total', { flow: 'orders' })).toBe(3);
  expect(metricValue(families, 'fdl_executions_ended_total', { flow: 'orders', status: 'Succeeded' })).toBe(
    2,
  );
  expect(metricValue(families, 'fdl_transitions_total', { flow: 'orders' })).toBe(5);
  expect(metricValue(families, 'fdl_task_seconds_count', { target, outcome: 'succeeded' })).toBe(2);
  expect(metricValue(families, 'fdl_task_seconds_count', { target, outcome: 'failed' })).toBe(1);
  expect(metricValue(families, 'fdl_task_seconds_count', { target: 'queue news' })).toBe(2);
  expect(metricValue(families, 'fdl_queue_messages', { queue: 'news', state: 'visible' })).toBe(2);
  expect(metricValue(families, 'fdl_function_crashes_total')).toBe(1);
  for (const histogram of ['fdl_commit_seconds', 'fdl_flush_seconds', 'fdl_hop_latency_seconds'])
    expect(metricValue(families, histogram)).toBeGreaterThan(2);
  for (const gauge of [
    'messages_waiting',
    'messages_handling',
    'message_oldest_seconds',
    'requests',
    'waiters',
  ])
    expect([gauge, metricValue(families, `fdl_${gauge}`)]).toEqual([gauge, 0]);
  for (const counter of ['conflicts', 'messages_returned', 'requests_refused'])
    expect([counter, metricValue(families, `fdl_${counter}_total`)]).toEqual([counter, 0]);
  expect(metricValue(families, 'process_resident_memory_bytes')).toBeGreaterThan(1_000_000);
});

test('A failure is counted whose handler has been deleted since it was named', async () => {
  const { api, call } = await open();
  const Definition = 'version: v1\ntype: flow\nsteps: [{type: fail, name: stumble, error: TooLate}]\n';
  const flow = { Type: 'FDL', Description: '', Definition } as const;
  await call('CreateFlow', { ...flow, Name: 'rescue' });
  await call('CreateFlow', { ...flow, Name: 'orders', OnFailure: 'rescue' });
  const fail = () => call('StartSyncExecution', { FlowName: 'orders', Input: '{}' });
  await fail();
  await call('DeleteFlow', { Name: 'rescue' });
  await fail();
  await untilPasses(async () => expect(metricValue(await read(api), 'fdl_failures_unhandled_total')).toBe(1));
});

test('A server with a key shows them to Prometheus with that key alone', async () => {
  const { api } = await open({ credentials: { accessKeyId: 'id', accessKeySecret: 'secret' } });
  const status = async (key?: string) => {
    const authorization = `Basic ${Buffer.from(key ?? '').toString('base64')}`;
    const answer = await fetch(`${api}/metrics`, key === undefined ? {} : { headers: { authorization } });
    const text = await answer.text();
    expect(text.includes('fdl_')).toBe(answer.status === 200);
    return answer.status;
  };
  expect(await status()).toBe(401);
  expect(await status('id:other')).toBe(401);
  expect(await status('id:secret')).toBe(200);
});

test('A server that is not asked for them has none', async () => {
  const { api } = await open({ hasMetrics: false });
  expect((await fetch(`${api}/metrics`)).status).toBe(400);
});

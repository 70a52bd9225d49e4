import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { readExamples } from '../../examples/runner/example.ts';
import { type CaseRun, runExamples } from '../../examples/runner/run-examples.ts';
import { serverHome } from '../../examples/runner/server-home.ts';
import { createClient } from '../../src/cli/client.ts';
import { inAnyInterleaving, type RecordedEvent } from '../helpers/any-interleaving.ts';
import { Alicloud } from '../helpers/api-alicloud-client.ts';
import { comparableHistory } from '../helpers/comparable-history.ts';
import { ACCESS_KEY, type Deployment, deploy } from './aws-deployment.ts';

// The handlers of a deployment in this process, over the real SDK and emulators of everything they use.

const PATIENCE = 100_000;

const examples = readExamples();
let deployment: Deployment;

beforeAll(async () => {
  deployment = await deploy(examples);
});
afterAll(async () => {
  await deployment[Symbol.asyncDispose]();
});

describe('the examples on the AWS home', () => {
  let runs: readonly CaseRun[];

  beforeAll(async () => {
    const { release } = deployment;
    const home = serverHome(deployment.api, AbortSignal.timeout(PATIENCE), { release });
    runs = await runExamples(examples, home, deployment, { onEvents: () => {}, onEnd: () => {} });
  }, PATIENCE);

  test('end as expected', () => {
    const problems = runs.filter(({ state }) => state !== 'skipped').flatMap(({ problems }) => problems);
    expect(problems).toEqual([]);
    expect(runs.filter(({ state }) => state === 'ended').length).toBeGreaterThan(10);
  });

  test.each(examples)('$name leaves its recorded histories', (example) => {
    const recorded: Readonly<Record<string, readonly RecordedEvent[]>> = JSON.parse(
      readFileSync(new URL('history.json', example.folder), 'utf8'),
    );
    for (const { expected, outcome } of runs.filter((run) => run.example === example.name)) {
      if (outcome === undefined) continue;
      const actual: RecordedEvent[] = JSON.parse(comparableHistory(outcome.events));
      const wanted = recorded[expected.name] ?? [];
      expect(inAnyInterleaving(actual), expected.name).toEqual(inAnyInterleaving(wanted));
    }
  });
});

const WAIT_A_SECOND = `
version: v1
type: flow
steps:
  - {type: wait, name: rest, duration: 1}
  - {type: succeed, name: done}
`;

/** The execution once it has ended. */
async function ended(FlowName: string, ExecutionName: string) {
  const client = createClient({ endpoint: deployment.api });
  return await vi.waitFor(
    async () => {
      const execution = await client.call('DescribeExecution', { FlowName, ExecutionName });
      expect(execution.Status).toBe('Succeeded');
      return execution;
    },
    { timeout: 20_000, interval: 200 },
  );
}

describe('callers with an access key', () => {
  const credentials = { accessKeyId: ACCESS_KEY.id, accessKeySecret: ACCESS_KEY.secret };

  test('use the unmodified client of the original service', async () => {
    const client = new Alicloud({ endpoint: deployment.api, ...credentials, opts: { timeout: 20_000 } });
    await client.createFlow({ Name: 'rpc', Definition: WAIT_A_SECOND, Description: '', Type: 'FDL' });
    await client.startExecution({ FlowName: 'rpc', ExecutionName: 'one', Input: '{"a":1}' });
    expect(await ended('rpc', 'one')).toMatchObject({ Input: '{"a":1}' });
  });

  test('use fdl, which signs its calls too', async () => {
    const client = createClient({ endpoint: deployment.api, credentials });
    await client.call('CreateFlow', {
      Name: 'signed',
      Definition: WAIT_A_SECOND,
      Description: '',
      Type: 'FDL',
    });
    const { Flows } = await client.call('ListFlows', { Limit: 100 });
    expect(Flows.map(({ Name }) => Name)).toContain('signed');
  });

  test('are refused with another secret', async () => {
    const client = createClient({
      endpoint: deployment.api,
      credentials: { ...credentials, accessKeySecret: 'guess' },
    });
    await expect(client.call('ListFlows', {})).rejects.toMatchObject({ code: 'SignatureNotMatch' });
  });
});

describe('an event rule', () => {
  test('starts an execution with the detail of the event, once', async () => {
    const client = createClient({ endpoint: deployment.api });
    await client.call('CreateFlow', {
      Name: 'inbox',
      Definition: WAIT_A_SECOND,
      Description: '',
      Type: 'FDL',
    });
    const input = { bucket: { name: 'inbox' }, object: { key: 'in/"1".txt' } };
    const message = JSON.stringify({ kind: 'start', flowName: 'inbox', executionName: 'event-1', input });
    await deployment.send(message);
    await deployment.send(message);
    const { Input } = await ended('inbox', 'event-1');
    expect(JSON.parse(Input)).toEqual(input);
    const { Executions } = await client.call('ListExecutions', { FlowName: 'inbox' });
    expect(Executions).toHaveLength(1);
  });
});

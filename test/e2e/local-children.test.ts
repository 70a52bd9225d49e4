import { afterEach, expect, test } from 'vitest';
import type { ResponseOf } from '../../src/api/contract.ts';
import { eventually, openServer, type TestServer } from './local-helpers.ts';

const PASS = 'version: v1\ntype: flow\nsteps:\n  - { type: pass, name: nothing }\n';

/** A flow that starts itself, once or in branches, by this pattern. */
function selfStarting(count: number, pattern = 'sync'): string {
  const call = `{ type: task, name: again, resourceArn: "acs:fnf:::flow/self", pattern: ${pattern} }`;
  const branches = Array.from({ length: count }, () => `      - steps: [${call}]\n`).join('');
  const steps =
    count === 1 ? `  - ${call}\n` : `  - type: parallel\n    name: all\n    branches:\n${branches}`;
  return `version: v1\ntype: flow\nsteps:\n${steps}`;
}

let server: TestServer;

afterEach(() => server.close());

async function startSelf(definition: string): Promise<void> {
  server = await openServer({});
  await server.call('CreateFlow', { Name: 'self', Definition: definition, Description: '', Type: 'FDL' });
  await server.call('StartExecution', { FlowName: 'self', ExecutionName: 'root' });
}

function executions(): Promise<ResponseOf<'ListExecutions'>['Executions']> {
  return server.call('ListExecutions', { FlowName: 'self', Limit: 100 }).then((page) => page.Executions);
}

async function nothingRuns(): Promise<true | undefined> {
  const running = await server.call('ListExecutions', { FlowName: 'self', Status: 'Running', Limit: 1 });
  return running.Executions.length === 0 || undefined;
}

test('A flow that starts itself twice is ended by stopping its root, while others go on', async () => {
  await startSelf(selfStarting(2));
  await eventually(async () => (await executions()).length > 20 || undefined);
  expect((await server.run(PASS)).Status).toBe('Succeeded');
  await server.call('StopExecution', { FlowName: 'self', ExecutionName: 'root' });
  expect(await eventually(nothingRuns)).toBe(true);
});

test.each(['sync', 'requestResponse'])('A chain of executions by %s ends at the limit', async (pattern) => {
  await startSelf(selfStarting(1, pattern));
  const failed = await eventually(async () =>
    (await executions()).find(({ ErrorCode }) => ErrorCode === 'FnF.DepthLimitExceeded'),
  );
  expect(failed.Status).toBe('Failed');
  expect(await eventually(nothingRuns)).toBe(true);
  expect(await executions()).toHaveLength(64);
});

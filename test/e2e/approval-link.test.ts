import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { eventually, openServer, type TestServer } from './local-helpers.ts';

const EXAMPLE = fileURLToPath(new URL('../../examples/function-callback/', import.meta.url));
const EXECUTION = { FlowName: 'approval', ExecutionName: 'run' };

let server: TestServer | undefined;

afterEach(async () => {
  await server?.close();
});

test.each([
  ['approve', 'Succeeded', '{"approvedBy":"Grace","paid":42}'],
  ['refuse', 'Failed', ''],
])('following the link to %s ends the execution as %s', async (choice, status, output) => {
  server = await openServer({}, { functionFolders: [`${EXAMPLE}functions`] });
  const { call, lines } = server;
  const Definition = readFileSync(`${EXAMPLE}flow.yaml`, 'utf8');
  await call('CreateFlow', { Name: 'approval', Definition, Description: '', Type: 'FDL' });
  await call('StartExecution', { ...EXECUTION, Input: '{"purpose":"train ticket","amount":42}' });
  const link = await eventually(async () =>
    lines.map((line) => line.match(`${choice}: (http\\S+)`)?.[1]).find((found) => found !== undefined),
  );

  const response = await fetch(link);
  const ended = await call('DescribeExecution', { ...EXECUTION, WaitTimeSeconds: 20 });

  expect([response.status, ended.Status, ended.Output]).toEqual([200, status, output]);
});

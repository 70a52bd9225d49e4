import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { runCli } from './cli-process.ts';
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
])('the printed command to %s ends the execution as %s', async (choice, status, output) => {
  server = await openServer({}, { functionFolders: [`${EXAMPLE}functions`] });
  const { api, call, lines } = server;
  const Definition = readFileSync(`${EXAMPLE}flow.yaml`, 'utf8');
  await call('CreateFlow', { Name: 'approval', Definition, Description: '', Type: 'FDL' });
  await call('StartExecution', { ...EXECUTION, Input: '{"purpose":"train ticket","amount":42}' });
  const command = await eventually(async () =>
    lines.map((line) => line.match(`${choice}: npx fdl (.+)$`)?.[1]).find((found) => found !== undefined),
  );

  const words = command.split(' ').map((word) => word.replaceAll("'", ''));
  const { code } = await runCli(words, { env: { FDL_ENDPOINT: api } });
  const ended = await call('DescribeExecution', { ...EXECUTION, WaitTimeSeconds: 20 });

  expect([code, ended.Status, ended.Output]).toEqual([0, status, output]);
});

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { EXIT } from '../../../src/cli/exit-codes.ts';
import { main } from '../../../src/cli/main.ts';
import { fakeTerminal } from '../../helpers/fake-terminal.ts';

const RUN = {
  RequestId: 'r',
  FlowName: 'orders',
  ExecutionName: 'o-1',
  MapRunName: 'o-1:map-2-0',
  Status: 'Running',
  StartedTime: '2026-01-05T12:00:00.000Z',
  StoppedTime: '',
  Concurrency: 5,
  ToleratedFailedCount: 2,
  ToleratedFailedPercentage: 0,
  ItemCounts: { Total: 100, Pending: 60, Running: 20, Succeed: 19, Failed: 1, Aborted: 0 },
  AllItemsRead: true,
};

const BATCH = {
  ...{ FlowName: 'orders', Name: 'o-1:map-2-0:batch-3', Status: 'Failed', StartedTime: RUN.StartedTime },
  ...{ StoppedTime: RUN.StartedTime, ErrorStep: 'pay', ErrorCode: 'Broken', ErrorMessage: 'no' },
};

let server: Server;
/** What the API returns beside that. */
let more: object;
let asked: { readonly path: string; readonly body: string }[];

/** An API that gives the same response whatever is asked, and keeps what was. */
beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      asked.push({ path: request.url ?? '', body: Buffer.concat(chunks).toString() });
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ ...RUN, Executions: [BATCH], ...more }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
beforeEach(() => {
  more = {};
  asked = [];
});
afterAll(() => server.close());

async function run(...args: readonly string[]) {
  const { port } = server.address() as AddressInfo;
  const terminal = fakeTerminal();
  const code = await main(['map-run', ...args, '--endpoint', `http://127.0.0.1:${port}`], terminal);
  return { code, ...terminal.written };
}

test('describe shows how far a map run is', async () => {
  const { code, stdout } = await run('describe', 'orders', 'o-1:map-2-0');
  expect(code).toBe(EXIT.ok);
  expect(stdout).toMatch(/^Items +100$/m);
  expect(stdout).toMatch(/^Running +20$/m);
  expect(stdout).not.toMatch(/^Aborted/m);
  expect(stdout).toMatch(/^Tolerated +2 items$/m);
  expect(asked[0]?.body).toContain('"MapRunName":"o-1:map-2-0"');
});

test('describe says that there may be more items', async () => {
  more = { AllItemsRead: false };
  expect((await run('describe', 'orders', 'o-1:map-2-0')).stdout).toMatch(/^Items +100 so far$/m);
});

test('batches lists them', async () => {
  const { stdout } = await run('batches', 'orders', 'o-1:map-2-0');
  expect(stdout).toContain('o-1:map-2-0:batch-3');
  expect(stdout).toContain('Broken');
});

test('update sends what is to change', async () => {
  const { code } = await run(
    'update',
    'orders',
    'o-1:map-2-0',
    '--concurrency',
    '7',
    '--tolerated-failed-percentage',
    '2.5',
  );
  expect(code).toBe(EXIT.ok);
  expect(asked[0]?.body).toContain('"Concurrency":7,');
  expect(asked[0]?.body).toContain('"ToleratedFailedPercentage":2.5');
  expect(asked[0]?.body).not.toContain('ToleratedFailedCount');
});

test.each([
  [['describe', 'orders', 'map'], 'is no name of a map run'],
  [['update', 'orders', 'o:map-2-0', '--tolerated-failed-percentage', '101'], 'a number from 0 to 100'],
  [['update', 'orders', 'o:map-2-0', '--concurrency', '0'], 'a whole number from 1 to 1000'],
])('%j is refused', async (args, message) => {
  const { code, stderr } = await run(...args);
  expect(code).toBe(EXIT.usage);
  expect(stderr).toContain(message);
  expect(asked).toEqual([]);
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type TestServer as Receiver, serve } from '../aws/emulated/http.ts';
import { schemaProblems } from '../helpers/status-events.ts';
import { untilPasses } from '../helpers/until-passes.ts';
import { callApi, folderWith, openServer, type TestServer } from './local-helpers.ts';
import { killServerProcesses, startServerProcess, stopServerProcess } from './server-process.ts';

const SECRET = 'a-secret-of-at-least-24-bytes';
const FLOW = 'version: v1\ntype: flow\nsteps: [{type: fail, name: stumble, error: TooLate}]\n';

/** A request that the receiver got. */
interface Received {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

type IsGenuine = (secret: string, headers: Received['headers'], body: string, now?: number) => boolean;

let receiver: Receiver;
let received: Received[];
/** The statuses of the next responses; 204 after them, and no response at all for 0. */
let statuses: number[];
let server: TestServer | undefined;

beforeEach(async () => {
  received = [];
  statuses = [];
  receiver = await serve(async ({ headers, body }) => {
    const status = statuses.shift() ?? 204;
    if (status === 0) return undefined;
    received.push({ headers: headers as Received['headers'], body: body.toString() });
    return { status };
  });
});
afterEach(async () => {
  await server?.close();
  server = undefined;
  await killServerProcesses();
  await receiver.close();
});

function optionsOf(...changes: ('ended' | 'started')[]) {
  return { events: { url: `${receiver.endpoint}/hook`, secret: SECRET, changes } };
}

/** The function of the guide that checks a signature. */
async function readHelper(): Promise<IsGenuine> {
  const page = readFileSync(new URL('../../docs/guide/status-events.md', import.meta.url), 'utf8');
  const [, code = ''] = /```js\n([\s\S]*?)```/.exec(page) ?? [];
  const module = join(folderWith({ 'check.mjs': code }), 'check.mjs');
  return ((await import(module)) as { isGenuine: IsGenuine }).isGenuine;
}

const eventOf = ({ body }: Received) => JSON.parse(body);

describe('a webhook', () => {
  test('hears of starts and ends, signed so that the helper of the guide knows them', async () => {
    server = await openServer({}, optionsOf('ended', 'started'));
    await server.run(FLOW, { orderId: 17 });
    await untilPasses(() => expect(received).toHaveLength(2));
    expect(received.map(eventOf).flatMap(schemaProblems)).toEqual([]);
    const statusesTold = received.map((each) => eventOf(each).detail.status);
    expect(statusesTold.toSorted()).toEqual(['Failed', 'Running']);
    const isGenuine = await readHelper();
    for (const { headers, body } of received) {
      expect(isGenuine(SECRET, headers, body)).toBe(true);
      expect(isGenuine(SECRET, headers, `${body} `)).toBe(false);
      expect(isGenuine('another-secret-of-24-bytes', headers, body)).toBe(false);
      expect(isGenuine(SECRET, headers, body, Date.now() + 301_000)).toBe(false);
      expect(headers['webhook-id']).toBe(JSON.parse(body).detail.eventId);
    }
  });

  test('that refuses, and then cuts the line, gets the same event again, and no execution waits for it', async () => {
    statuses = [500, 0];
    server = await openServer({}, optionsOf('ended'));
    expect((await server.run(FLOW)).Status).toBe('Failed');
    await untilPasses(() => expect(received).toHaveLength(2));
    expect(received[0]?.body).toBe(received[1]?.body);
    expect(server.lines.filter((line) => line.includes('status events'))).toEqual([
      expect.stringContaining('the receiver answered 500; 1 wait'),
    ]);
  });

  test('hears of each end of a server that is killed again and again', async () => {
    const folder = folderWith({ 'functions/none.txt': '' });
    const [data, functions] = [join(folder, 'data'), join(folder, 'functions')];
    const names = Array.from({ length: 15 }, (_, index) => `run-${index}`);
    statuses = Array.from({ length: 10 }, () => 503);
    let first = await startServerProcess(data, functions, optionsOf('ended'));
    await callApi(first.api, 'CreateFlow', { Name: 'f', Definition: FLOW, Description: '', Type: 'FDL' });
    for (const [index, ExecutionName] of names.entries()) {
      await callApi(first.api, 'StartExecution', { FlowName: 'f', ExecutionName });
      if (index % 5 !== 4) continue;
      await stopServerProcess(first, 'SIGKILL');
      first = await startServerProcess(data, functions, optionsOf('ended'));
    }
    await untilPasses(() => {
      const told = new Set(received.map((each) => eventOf(each).detail.name));
      expect([...told].toSorted()).toEqual(names.toSorted());
    });
  });
});

test('a server whose secret is short, or whose address is none, does not start', async () => {
  const { url } = optionsOf('ended').events;
  const opened = (events: object) =>
    openServer({}, { events: { changes: [], url, secret: SECRET, ...events } });
  await expect(opened({ secret: 'short' })).rejects.toThrow('the secret has 5 bytes; 24 are the least');
  await expect(opened({ url: 'ftp://x' })).rejects.toThrow(
    'the address "ftp://x" is none with http or https',
  );
});

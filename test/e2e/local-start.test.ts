import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { callApi, folderWith, openServer, type TestServer } from './local-helpers.ts';

const FLOW = 'version: v1\ntype: flow\nsteps:\n  - type: pass\n    name: one\n';

let server: TestServer | undefined;

afterEach(async () => {
  await server?.close();
  server = undefined;
});

test('flows of a folder are there when the server is, with their problems told', async () => {
  const flows = folderWith({ 'orders.yaml': FLOW, 'broken.yaml': FLOW.replace('pass', 'pas') });
  server = await openServer({}, { flowFolders: [flows] });
  const { Flows } = await server.call('ListFlows', {});
  expect(Flows.map(({ Name }) => Name)).toEqual(['orders']);
  expect(server.lines.join('\n')).toContain(`${join(flows, 'broken.yaml')}:4:11 error`);
});

test('with credentials, callers without them are refused', async () => {
  const credentials = { accessKeyId: 'id', accessKeySecret: 'secret' };
  const flows = folderWith({ 'orders.yaml': FLOW });
  server = await openServer({}, { credentials, flowFolders: [flows], objectPort: 0 });
  for (const [url = '', init] of [
    [server.queues, { method: 'POST', body: 'Action=ListQueues&Version=2012-11-05' }],
    [server.queues, { method: 'POST', body: 'Action=CreateTopic&Name=t&Version=2010-03-31' }],
    [`${server.objects}/bucket`, { method: 'PUT' }],
    [`${server.objects}/`, {}],
  ] as const)
    expect((await fetch(url, init)).status).toBe(403);
  await expect(server.call('ListFlows', {})).rejects.toThrow('MissingRequiredHeader');
  const headers = { 'content-type': 'application/json', authorization: 'Bearer id:secret' };
  const allowed = await fetch(`${server.api}/ListFlows`, { method: 'POST', headers, body: '{}' });
  expect(await allowed.json()).toMatchObject({ Flows: [{ Name: 'orders' }] });
});

test('a network is not served without credentials, unless that is meant', async () => {
  await expect(openServer({}, { host: '0.0.0.0' })).rejects.toThrow('the whole network could create flows');
  server = await openServer({}, { host: '0.0.0.0', isOpen: true });
  expect((await server.call('ListFlows', {})).Flows).toEqual([]);
});

test('a folder that is missing, or a port that is taken, is an error that leaves nothing behind', async () => {
  await expect(openServer({}, { functionFolders: ['/no/such'] })).rejects.toThrow(
    'There is no folder /no/such',
  );
  const taken = createServer();
  await new Promise<void>((done) => taken.listen({ host: '127.0.0.1', port: 0 }, done));
  const { port } = taken.address() as AddressInfo;
  const dataFolder = folderWith({});
  const stored = { dataFolder, isEphemeral: false };
  await expect(openServer({}, { ...stored, port })).rejects.toThrow('EADDRINUSE');
  await expect(openServer({}, { ...stored, queuePort: port })).rejects.toThrow('EADDRINUSE');
  server = await openServer({}, stored);
  taken.close();
  expect((await callApi(server.api, 'ListFlows', {})).Flows).toEqual([]);
});

test('the limits are those of the named profile', async () => {
  server = await openServer({}, { limits: 'fnf' });
  const refused = server.run(FLOW, { value: 'x'.repeat(40_000) });
  await expect(refused).rejects.toThrow('Parameter Input has 40012 bytes; allowed are 32768');
});

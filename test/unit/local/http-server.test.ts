import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import type { Api } from '../../../src/api/handle-request.ts';
import type { ApiRequest } from '../../../src/api/protocol/request.ts';
import { type HttpServer, openHttpServer } from '../../../src/local/http-server.ts';
import { CAPACITY, Overload } from '../../../src/local/overload.ts';

const consoleFolder = 'there-is-none';

let server: HttpServer | undefined;
let seen: ApiRequest[] = [];

const echo: Api = async (request) => {
  seen.push(request);
  return { status: 201, headers: { 'content-type': 'application/json', 'x-a': 'b' }, body: '{"ok":true}' };
};

async function open(api: Api = echo): Promise<string> {
  seen = [];
  server = await openHttpServer({ host: '127.0.0.1', port: 0, requestBytes: 1_000, consoleFolder }, api);
  return server.url;
}

afterEach(async () => {
  await server?.close();
  server = undefined;
});

/** Sends text as it is and answers everything that comes back until the other side hangs up. */
async function raw(url: string, ...parts: string[]): Promise<string> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  let received = '';
  socket.on('data', (data) => {
    received += data;
  });
  socket.on('error', () => {});
  for (const part of parts) socket.write(part);
  await once(socket, 'close');
  return received;
}

test('beyond what is answered at a time is refused at once, and a place that is free again is given', async () => {
  const held = Promise.withResolvers<void>();
  const api: Api = async (request) => {
    if (request.path === '/Held') await held.promise;
    return echo(request);
  };
  const parts = {
    flows: { readFlow: async () => undefined },
    waitingMessages: () => 0,
    isPaused: () => false,
    logger: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
  };
  const overload = new Overload({ ...CAPACITY, requests: 1 }, parts);
  server = await openHttpServer(
    { host: '127.0.0.1', port: 0, requestBytes: 1_000, consoleFolder },
    api,
    overload,
  );
  const { url } = server;
  const first = fetch(`${url}/Held`, { method: 'POST', body: '{}' });
  await expect
    .poll(async () => (await fetch(`${url}/Next`, { method: 'POST', body: '{}' })).status)
    .toBe(429);
  held.resolve();
  expect((await first).status).toBe(201);
  expect((await fetch(`${url}/Next`, { method: 'POST', body: '{}' })).status).toBe(201);
});

describe('a request', () => {
  test('reaches the API as it was sent, and its answer the client', async () => {
    const url = await open();
    const sent = await fetch(`${url}/CreateFlow?a=%20&b=?&c`, {
      method: 'POST',
      body: 'ü',
      headers: { 'x-b': 'c' },
    });
    expect(sent.status).toBe(201);
    expect(sent.headers.get('x-a')).toBe('b');
    expect(await sent.json()).toEqual({ ok: true });
    expect(seen).toMatchObject([{ method: 'POST', path: '/CreateFlow', query: 'a=%20&b=?&c' }]);
    expect(seen[0]?.headers['x-b']).toBe('c');
    expect(Buffer.from(seen[0]?.body ?? '').toString()).toBe('ü');
  });

  test('may have a query as large as a body', async () => {
    server = await openHttpServer({ host: '127.0.0.1', port: 0, requestBytes: 500_000, consoleFolder }, echo);
    expect((await fetch(`${server.url}/?a=${'x'.repeat(499_000)}`)).status).toBe(201);
  });

  test('that is too large is read only so far that the API sees it', async () => {
    const url = await open();
    const body = 'x'.repeat(1_000_000);
    const head = `POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: ${body.length}\r\n\r\n`;
    const received = await raw(url, head, body.slice(0, 100_000));
    expect(received).toContain('HTTP/1.1 201');
    expect(received.toLowerCase()).toContain('connection: close');
    expect(seen[0]?.body.length).toBeGreaterThan(1_000);
    expect(seen[0]?.body.length).toBeLessThanOrEqual(200_000);
  });

  test('of a web page elsewhere, or under a foreign name, never reaches the API', async () => {
    const url = await open();
    const refused = await fetch(url, { headers: { origin: 'https://evil.example' } });
    expect(refused.status).toBe(403);
    expect(await refused.json()).toMatchObject({ Code: 'AccessDenied', RequestId: expect.any(String) });
    const rebound = await raw(url, 'GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n');
    expect(rebound).toContain('HTTP/1.1 403');
    expect(seen).toEqual([]);
  });

  test('that breaks off leaves the server serving', async () => {
    const url = await open();
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    socket.write('POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\n\r\nabc');
    await once(socket, 'connect');
    socket.destroy();
    expect((await fetch(url)).status).toBe(201);
    expect(seen).toHaveLength(1);
  });

  test('for the health of the server is answered by the server', async () => {
    const url = await open();
    expect(await (await fetch(`${url}/healthz`)).json()).toEqual({ status: 'ok' });
    expect((await fetch(`${url}/healthz`, { method: 'HEAD' })).status).toBe(200);
    expect(seen).toEqual([]);
  });
});

test('a port that is taken is an error', async () => {
  const port = Number(new URL(await open()).port);
  await expect(
    openHttpServer({ host: '127.0.0.1', port, requestBytes: 1, consoleFolder }, echo),
  ).rejects.toThrow('EADDRINUSE');
});

test('closing lets requests in progress end, and ends connections that only wait', async () => {
  const begun = Promise.withResolvers<void>();
  const held = Promise.withResolvers<void>();
  const url = await open(async (request) => {
    begun.resolve();
    await held.promise;
    return echo(request);
  });
  const running = fetch(url);
  await begun.promise;
  const closingSince = performance.now();
  const closed = server?.close();
  held.resolve();
  expect((await running).status).toBe(201);
  await closed;
  // Connections that only wait would keep it for half a minute.
  expect(performance.now() - closingSince).toBeLessThan(20_000);
  await expect(fetch(url)).rejects.toThrow();
});

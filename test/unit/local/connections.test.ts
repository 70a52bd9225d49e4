import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { connect, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { boundConnections, connectionsFor } from '../../../src/local/connections.ts';

let server: Server;

afterEach(() => {
  server?.close();
  server?.closeAllConnections();
});

async function listen(most: number) {
  server = createServer((request, response) => {
    if (request.url === '/wait') return;
    response.end('ok');
  });
  const connections = boundConnections(server, most);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  const open = async (text = ''): Promise<Socket> => {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => {});
    await once(socket, 'connect');
    socket.write(text);
    return socket;
  };
  return { url: `http://127.0.0.1:${port}`, open, connections };
}

/** The end of a connection, however it ends. */
function closeOf(socket: Socket): Promise<void> {
  return new Promise((closed) => socket.once('close', () => closed()));
}

test('a new connection takes the place of the oldest that has no whole request', async () => {
  const { url, open } = await listen(3);
  const waiting = await open('GET /wait HTTP/1.1\r\nHost: a\r\n\r\n');
  await once(server, 'request');
  const half = await open('GET / HTTP/1.1\r\n');
  const halfClosed = closeOf(half);
  await open();
  expect(await (await fetch(url)).text()).toBe('ok');
  await halfClosed;
  expect(waiting.destroyed).toBe(false);
});

test('of a server that stops, connections that are not being answered end at once', async () => {
  const { open, connections } = await listen(10);
  const waiting = await open('GET /wait HTTP/1.1\r\nHost: a\r\n\r\n');
  await once(server, 'request');
  const half = await open('POST / HTTP/1.1\r\n');
  await expect
    .poll(() => new Promise((done) => server.getConnections((_error, count) => done(count))))
    .toBe(2);
  connections.dropUnanswered();
  await closeOf(half);
  expect(waiting.destroyed).toBe(false);
});

test.each([
  [1_000_000, 0.5, 20_000],
  [1_024, 0.5, 512],
  [40, 0.5, 20],
  [20, 0.125, 16],
])('of %i files that may be open and a share of %d, %i may be connections', (files, share, most) => {
  expect(connectionsFor(share, files)).toBe(most);
});

import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type HttpServer, openHttpServer } from '../../../src/local/http-server.ts';

const PATIENCE = { headers: 200, request: 400, idle: 200 };
const HEAD = 'POST /ListFlows HTTP/1.1\r\nHost: 127.0.0.1\r\n';

let server: HttpServer;
let served = 0;
beforeAll(async () => {
  const options = { host: '127.0.0.1', port: 0, requestBytes: 1_000, consoleFolder: 'none' };
  server = await openHttpServer({ ...options, patience: PATIENCE }, async () => {
    served += 1;
    return { status: 200, headers: {}, body: '{}' };
  });
});
afterAll(() => server.close());

/** Connects and sends; answers what came back once the server has hung up. */
async function untilClosed(send: (socket: Socket) => void): Promise<string> {
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
  let received = '';
  socket.on('data', (data) => {
    received += data;
  });
  socket.on('error', () => {});
  const closed = new Promise((resolve) => {
    socket.on('close', resolve);
  });
  await once(socket, 'connect');
  send(socket);
  await closed;
  return received;
}

/** Goes on writing for as long as the server listens. */
function trickle(socket: Socket, piece: string): void {
  const timer = setInterval(() => socket.write(piece), 20);
  socket.on('close', () => clearInterval(timer));
}

test.each<[string, (socket: Socket) => void]>([
  ['says nothing', () => {}],
  ['stops in its headers', (socket) => socket.write(HEAD)],
  [
    'sends one header after the other without end',
    (socket) => {
      socket.write(HEAD);
      trickle(socket, 'X-A: b\r\n');
    },
  ],
  ['stops in its body', (socket) => socket.write(`${HEAD}Content-Length: 100\r\n\r\na`)],
  [
    'sends its body byte by byte',
    (socket) => {
      socket.write(`${HEAD}Content-Length: 900\r\n\r\n`);
      trickle(socket, 'a');
    },
  ],
  [
    'sends pieces of a body without end',
    (socket) => {
      socket.write(`${HEAD}Transfer-Encoding: chunked\r\n\r\n`);
      trickle(socket, '1\r\na\r\n');
    },
  ],
])('a client that %s is hung up on, and has reached nothing', async (_title, send) => {
  const before = served;
  expect(await untilClosed(send)).not.toContain('HTTP/1.1 200');
  expect(served).toBe(before);
});

test('beside two hundred connections that say nothing, others are served; then those are closed', async () => {
  const idle = Array.from({ length: 200 }, () => untilClosed(() => {}));
  for (let request = 0; request < 10; request += 1) {
    const response = await fetch(server.url, { headers: { connection: 'close' } });
    expect(response.status).toBe(200);
  }
  await Promise.all(idle);
});

test('a client that has been served and says nothing more is hung up on', async () => {
  const received = await untilClosed((socket) => socket.write('GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n'));
  expect(received).toContain('HTTP/1.1 200');
});

test('headers above their limit are refused, and reach nothing', async () => {
  const before = served;
  const received = await untilClosed((socket) => socket.write(`${HEAD}X-A: ${'a'.repeat(20_000)}\r\n\r\n`));
  expect(received).toContain('HTTP/1.1 431');
  expect(served).toBe(before);
});

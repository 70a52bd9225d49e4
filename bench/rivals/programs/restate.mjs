import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as restate from '@restatedev/restate-sdk';
import { measure, timed } from './measure.mjs';

// Runs the workloads on a Restate server with its TypeScript SDK and prints what they take as JSON.

const STEPS = 10;
const tokens = [];
let wake = () => {};

const bench = restate.service({
  name: 'bench',
  handlers: {
    steps: async (ctx) => {
      for (let at = 0; at < STEPS; at++) await ctx.run(`step${at}`, () => ({ done: true }));
      return {};
    },
    items: async (ctx, count) => {
      await restate.RestatePromise.all(
        Array.from({ length: count }, (_, at) => ctx.run(`item${at}`, () => ({ done: true }))),
      );
      return {};
    },
    ask: async (ctx) => {
      const { id, promise } = ctx.awakeable();
      await ctx.run('send', () => {
        tokens.push(id);
        wake();
      });
      await promise;
      return {};
    },
  },
});

async function freePort() {
  const server = createServer();
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address();
  await new Promise((closed) => server.close(closed));
  return port;
}

const [ingress, admin, node, service] = await Promise.all([freePort(), freePort(), freePort(), freePort()]);
const folder = mkdtempSync(join(tmpdir(), 'restate-bench-'));
const begun = performance.now();
const child = spawn(
  join(import.meta.dirname, 'node_modules/@restatedev/restate-server-linux-x64/bin/restate-server'),
  ['--base-dir', folder],
  {
    env: {
      ...process.env,
      RESTATE_INGRESS__BIND_ADDRESS: `127.0.0.1:${ingress}`,
      RESTATE_ADMIN__BIND_ADDRESS: `127.0.0.1:${admin}`,
      RESTATE_BIND_ADDRESS: `127.0.0.1:${node}`,
      RESTATE_ADVERTISED_ADDRESS: `http://127.0.0.1:${node}`,
      RESTATE_DISABLE_TELEMETRY: 'true',
      RESTATE_LOG_FILTER: 'warn',
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  },
);
await restate.serve({ services: [bench], port: service });

async function post(url, body) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${url}: ${response.status} ${text}`);
  return text;
}

async function untilDone(work) {
  const until = performance.now() + 60_000;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (performance.now() > until) throw error;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
}

const call = (handler, body = {}) => post(`http://127.0.0.1:${ingress}/bench/${handler}`, body);
await untilDone(() => post(`http://127.0.0.1:${admin}/deployments`, { uri: `http://127.0.0.1:${service}` }));
await untilDone(() => call('items', 1));
const first = performance.now() - begun;

async function report() {
  const ended = call('ask');
  while (tokens.length === 0)
    await new Promise((resolve) => {
      wake = resolve;
    });
  const token = tokens.shift();
  return timed(async () => {
    await post(`http://127.0.0.1:${ingress}/restate/awakeables/${token}/resolve`, {});
    await ended;
  });
}

console.log(
  JSON.stringify(
    await measure({ first, steps: () => call('steps'), items: (count) => call('items', count), report }),
  ),
);
const exited = once(child, 'exit');
child.kill('SIGKILL');
await exited;
rmSync(folder, { recursive: true });
process.exit();

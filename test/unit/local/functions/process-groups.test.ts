import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { lives } from '../../../helpers/processes.ts';
import { untilPasses } from '../../../helpers/until-passes.ts';
import {
  callOf,
  failureOf,
  folderWith,
  type OpenFunctions,
  openFunctions,
  outputOf,
  write,
} from './functions-folder.ts';

let opened: OpenFunctions | undefined;

afterEach(async () => {
  await opened?.functions.close();
  opened = undefined;
});

const START_JS = `const { spawn } = require('child_process');
  const start = () => ({ pids: [process.pid, spawn('sleep', ['60'], { stdio: 'ignore' }).pid] });`;
const START_PY = `import os, subprocess, time
def start():
  return {"pids": [os.getpid(), subprocess.Popen(["sleep", "60"]).pid]}
`;

/** Functions that start a helper, tell its number and their own, and then return, wait or loop. */
const FUNCTIONS = {
  'shop/returns.js': `${START_JS} exports.handler = () => start()`,
  'shop/waits.js': `${START_JS} exports.handler = () => { console.log(JSON.stringify(start())); return new Promise(() => {}) }`,
  'shop/loops.js': `${START_JS} exports.handler = () => { console.log(JSON.stringify(start())); return new Promise(() => setTimeout(() => { for (;;); }, 50)) }`,
  'py/returns.py': `${START_PY}def handler(event, context): return start()`,
  'py/waits.py': `${START_PY}import json
def handler(event, context):
  print(json.dumps(start()))
  time.sleep(60)`,
  'py/sessions.py': `${START_PY}import json
def handler(event, context):
  print(json.dumps({"pids": [os.getpid(), subprocess.Popen(["setsid", "sleep", "60"]).pid]}))
  time.sleep(60)`,
  'py/loops.py': `${START_PY}import json
def handler(event, context):
  print(json.dumps(start()))
  while True: pass`,
};

function open(options: Parameters<typeof openFunctions>[1] = {}): OpenFunctions {
  opened = openFunctions(FUNCTIONS, options);
  return opened;
}

function pidsIn(line: string): readonly number[] {
  return JSON.parse(line.slice(line.indexOf('{'))).pids;
}

/** Waits less than a minute, after which the processes would end by themselves. */
async function gone(pids: readonly number[]): Promise<void> {
  expect(pids).toHaveLength(2);
  await vi.waitFor(() => expect(pids.filter(lives)).toEqual([]), 30_000);
}

describe('what a function has started', () => {
  test.each(['returns', 'py/returns'])(
    'and left behind goes on after its call and ends with the functions: %s',
    async (name) => {
      const { functions } = open();
      const { pids } = outputOf(await functions.invoke(callOf(name))) as { pids: readonly number[] };
      expect(pids.every(lives)).toBe(true);
      await functions.close();
      await gone(pids);
    },
  );

  test.each(['waits', 'py/waits', 'loops', 'py/loops'])(
    'ends at the deadline of its call: %s',
    async (name) => {
      const { functions, lines } = open();
      // A busy machine may not have started it by the deadline: the next call has twice the time.
      for (let milliseconds = 1_000; lines.length === 0; milliseconds *= 2) {
        const call = functions.invoke(callOf(name, {}, { deadlineAt: Date.now() + milliseconds }));
        expect(failureOf(await call).message).toContain('timed out');
      }
      await gone(pidsIn(lines[0] ?? ''));
    },
  );

  test.each([
    ['returns', 'shop/returns.js', '\n// changed'],
    ['py/returns', 'py/returns.py', '\n# changed'],
  ])('ends when changed code takes its place: %s', async (name, file, change) => {
    const { functions, folder } = open();
    const { pids } = outputOf(await functions.invoke(callOf(name))) as { pids: readonly number[] };
    write(join(folder, file), FUNCTIONS[file as keyof typeof FUNCTIONS] + change);
    await functions.invoke(callOf(name));
    await gone(pids);
  });

  test('ends with a process that dies', async () => {
    const { functions } = open();
    const { pids } = outputOf(await functions.invoke(callOf('returns'))) as { pids: readonly number[] };
    process.kill(pids[0] ?? 0, 'SIGKILL');
    await gone(pids);
    expect(outputOf(await functions.invoke(callOf('returns')))).toEqual({ pids: expect.any(Array) });
  });
});

describe.skipIf(process.platform !== 'linux')('what has begun a session of its own', () => {
  const SESSIONS = {
    'shop/detached.js': `const { spawn } = require('child_process');
      exports.handler = () => ({ pids: [spawn('sleep', ['60'], { detached: true, stdio: 'ignore' }).pid, process.pid] })`,
    'py/setsid.py': `import os, subprocess, time
def handler(event, context):
  pids = [subprocess.Popen(["setsid", "sleep", "60"]).pid, os.getpid()]
  return {"pids": pids}`,
    'py/waits.py': `import json, subprocess, time
def handler(event, context):
  print(json.dumps({"pids": [subprocess.Popen(["setsid", "sh", "-c", "sleep 60"]).pid, subprocess.Popen(["setsid", "sleep", "60"]).pid]}))
  time.sleep(60)`,
  };

  test.each(['detached', 'py/setsid'])('ends with the functions: %s', async (name) => {
    opened = openFunctions(SESSIONS);
    const { functions } = opened;
    const { pids } = outputOf(await functions.invoke(callOf(name))) as { pids: readonly number[] };
    expect(pids.every(lives)).toBe(true);
    await functions.close();
    await gone(pids);
  });

  test('ends with the process that it comes from, and with no other', async () => {
    opened = openFunctions({ ...SESSIONS, 'shop/other.js': SESSIONS['shop/detached.js'] });
    const { functions } = opened;
    const [kept, ended] = (await Promise.all(
      ['other', 'detached'].map(async (name) => outputOf(await functions.invoke(callOf(name)))),
    )) as readonly { pids: readonly number[] }[];
    process.kill(ended?.pids[1] ?? 0, 'SIGKILL');
    await gone(ended?.pids ?? []);
    expect(kept?.pids.every(lives)).toBe(true);
  });

  test('ends at the deadline of its call', async () => {
    opened = openFunctions(SESSIONS);
    const { functions, lines } = opened;
    for (let milliseconds = 1_000; lines.length === 0; milliseconds *= 2)
      await functions.invoke(callOf('py/waits', {}, { deadlineAt: Date.now() + milliseconds }));
    await gone(pidsIn(lines[0] ?? ''));
  });
});

/** A server that is nothing but functions: calls those that it is told, and prints what they print. */
const SERVER = `
  import { FunctionRunner } from ${JSON.stringify(fileURLToPath(new URL('../../../../src/local/functions/function-runner.ts', import.meta.url)))};
  const [folder, ...names] = process.argv.slice(2);
  const endpoints = { api: '', queues: '' };
  const functions = new FunctionRunner(() => ({ directories: [folder], endpoints }), (_stream, line) => console.log(line));
  const caller = { flowName: '', executionName: '', stepName: '', taskId: '', roleArn: '' };
  for (const name of names) {
    const [service, functionName] = name.split('/');
    const target = { kind: 'function', resourceArn: name, service, functionName };
    void functions.invoke({ kind: 'function', caller, target, event: '{}', isAsync: false });
  }`;

test('nothing of a function outlives a server that is killed, whatever it does at the moment', async () => {
  const folder = folderWith({ ...FUNCTIONS, 'server.ts': SERVER });
  const names = ['shop/waits', 'shop/loops', 'py/waits', 'py/loops', 'py/sessions'];
  const server = spawn(process.execPath, [join(folder, 'server.ts'), folder, ...names], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const pids: (readonly number[])[] = [];
  createInterface({ input: server.stdout }).on('line', (line) => pids.push(pidsIn(line)));
  await untilPasses(() => expect(pids).toHaveLength(5));
  expect(pids.flat().every(lives)).toBe(true);
  server.kill('SIGKILL');
  await once(server, 'exit');
  for (const both of pids) await gone(both);
});

import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { folderWith } from './functions-folder.ts';

const MODULE = fileURLToPath(new URL('../../../../src/local/functions/function-runner.ts', import.meta.url));

/**
 * Takes all descriptors, calls both functions, and gives the descriptors back after a while: nothing tells that a start has
 * failed, and another one is tried every quarter of a second.
 */
const SERVER = `
  import { closeSync, openSync } from 'node:fs';
  import { FunctionRunner } from ${JSON.stringify(MODULE)};
  const endpoints = { api: '', queues: '' };
  const functions = new FunctionRunner(() => ({ directories: [process.argv[2]], endpoints }), () => {});
  const taken = [];
  try { for (;;) taken.push(openSync('/dev/null')) } catch {}
  const call = async (name) => {
    const caller = { flowName: '', executionName: '', stepName: '', taskId: '', roleArn: '' };
    const target = { kind: 'function', resourceArn: name, service: 'shop', functionName: name };
    const outcome = await functions.invoke({ kind: 'function', caller, target, event: '{}', isAsync: false });
    return outcome.kind === 'succeeded' ? outcome.output : outcome.failure.cause;
  };
  const calls = ['js', 'py'].map(call);
  const first = await Promise.race([...calls, new Promise((done) => setTimeout(done, 700, 'waiting'))]);
  for (const descriptor of taken) closeSync(descriptor);
  console.log(JSON.stringify([first, ...(await Promise.all(calls))]));
  await functions.close();`;

test('without free descriptors calls wait, and run when there are some', () => {
  const folder = folderWith({
    'server.ts': SERVER,
    'shop/js.js': 'exports.handler = () => ({ ok: "js" })',
    'shop/py.py': 'def handler(event, context): return {"ok": "py"}',
  });
  const command = 'ulimit -n 60; exec "$@"';
  const args = ['-c', command, 'sh', process.execPath, join(folder, 'server.ts'), folder];
  const seen: unknown = JSON.parse(execFileSync('sh', args, { encoding: 'utf8' }));
  expect(seen).toEqual(['waiting', '{"ok":"js"}', '{"ok":"py"}']);
});

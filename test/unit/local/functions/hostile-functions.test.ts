import { afterEach, describe, expect, test, vi } from 'vitest';
import { untilPasses } from '../../../helpers/until-passes.ts';
import { callOf, failureOf, type OpenFunctions, openFunctions, outputOf } from './functions-folder.ts';

let opened: OpenFunctions | undefined;

function open(...args: Parameters<typeof openFunctions>): OpenFunctions['functions'] {
  opened = openFunctions(...args);
  return opened.functions;
}

afterEach(async () => {
  vi.unstubAllEnvs();
  await opened?.functions.close();
  opened = undefined;
});

const OK = 'exports.handler = async () => ({ ok: true })';

/** Ways to be a bad neighbour: each function does it when `bad` is set, and may be called again. */
const HOSTILE = {
  'writes to every descriptor (js)': [
    'js',
    `const fs = require('fs'); exports.handler = async ({ bad }) => {
      for (let fd = 3; bad && fd < 40; fd += 1) try { fs.writeSync(fd, bad) } catch {}
      return { ok: true } }`,
  ],
  'writes to every descriptor (py)': [
    'py',
    `import os
def handler(event, context):
  for fd in range(3, 40 if event.get("bad") else 3):
    try: os.write(fd, event["bad"].encode())
    except OSError: pass
  return {"ok": True}`,
  ],
  'closes every descriptor (js)': [
    'js',
    `const fs = require('fs'); exports.handler = async ({ bad }) => {
      for (let fd = 14; bad && fd < 40; fd += 1) try { fs.closeSync(fd) } catch {}
      await new Promise((done) => setTimeout(done, 50));
      return { ok: true } }`,
  ],
  'closes every descriptor (py)': [
    'py',
    `import os
def handler(event, context):
  if event.get("bad"): os.closerange(0, 40)
  return {"ok": True}`,
  ],
  'kills its process while a helper holds its streams (js)': [
    'js',
    `const { execSync, spawn } = require('child_process'); exports.handler = async ({ bad }) => {
      if (!bad) return { ok: true };
      spawn('sleep', ['20'], { stdio: 'inherit', detached: true }).unref();
      execSync('kill -9 ' + process.pid) }`,
  ],
  'kills its process while a helper holds its streams (py)': [
    'py',
    `import os, subprocess
def handler(event, context):
  if event.get("bad"):
    subprocess.Popen(["sleep", "20"], start_new_session=True)
    os._exit(1)
  return {"ok": True}`,
  ],
} as const;

describe('a function that', () => {
  test.each(Object.entries(HOSTILE))('%s fails at most its own call', async (_what, [language, code]) => {
    const functions = open({ [`shop/f.${language}`]: code, 'shop/ok.js': OK });
    expect(outputOf(await functions.invoke(callOf('ok')))).toEqual({ ok: true });
    const startedAt = Date.now();
    const outcome = await functions.invoke(callOf('f', { bad: 'this is no message\n' }));
    if (outcome.kind === 'failed') expect(failureOf(outcome).error).toBe('FC.Unknown');
    expect(Date.now() - startedAt).toBeLessThan(5_000);
    expect(outputOf(await functions.invoke(callOf('ok')))).toEqual({ ok: true });
    await untilPasses(async () =>
      expect(outputOf(await functions.invoke(callOf('f')))).toEqual({ ok: true }),
    );
  });

  test.each([
    ['text', '"this is no message\\n"', 'something else wrote to its channel'],
    [
      'an endless message',
      'Buffer.from([255, 255, 255, 255, ...tag, 19, 0, 0, 0, 1])',
      'a message of 4294967295',
    ],
    [
      'a message of an unknown kind',
      'Buffer.from([0, 0, 0, 0, ...tag, 99, 0, 0, 0, 1])',
      'an unknown kind (99)',
    ],
    ['a message that is no JSON', 'Buffer.from([0, 0, 0, 1, ...tag, 21, 0, 0, 0, 1, 123])', 'JSON'],
    [
      'null for an error',
      'Buffer.from([0, 0, 0, 4, ...tag, 21, 0, 0, 0, 1, 110, 117, 108, 108])',
      'undefined',
    ],
    [
      'a list of null for files',
      'Buffer.from([0, 0, 0, 6, ...tag, 26, 0, 0, 0, 0, 91, 110, 117, 108, 108, 93])',
      '',
    ],
    [
      'null for files',
      'Buffer.from([0, 0, 0, 4, ...tag, 26, 0, 0, 0, 0, 110, 117, 108, 108])',
      'list of files',
    ],
  ])('writes %s to its channel fails its own call', async (_what, bytes, reason) => {
    const functions = open({
      'shop/f.js': `const fs = require('fs');
        const tag = Buffer.alloc(4); tag.writeUInt32BE(Number(process.argv.at(-1)));
        exports.handler = async ({ bad }) => {
          if (bad) fs.writeSync(15, ${bytes});
          return new Promise((done) => setTimeout(done, bad ? 500 : 0, { ok: true })) }`,
      'shop/ok.js': OK,
    });
    const outcome = await functions.invoke(callOf('f', { bad: true }));
    if (outcome.kind === 'failed') expect(failureOf(outcome).message).toContain(reason);
    expect(outputOf(await functions.invoke(callOf('f')))).toEqual({ ok: true });
    expect(outputOf(await functions.invoke(callOf('ok')))).toEqual({ ok: true });
  });

  test('forks and lets the child return gets one answer, the parent’s', async () => {
    const functions = open({
      'shop/f.py': `import os
def handler(event, context):
  child = os.fork()
  if child == 0: return {"who": "child"}
  os.waitpid(child, 0)
  return {"who": "parent"}`,
    });
    for (let at = 0; at < 3; at += 1) {
      expect(outputOf(await functions.invoke(callOf('f')))).toEqual({ who: 'parent' });
    }
  });

  test('prints in a forked process does not disturb the answer', async () => {
    const functions = open({
      'shop/f.py': `import multiprocessing
def work(): print("from the child", flush=True)
def handler(event, context):
  for _ in range(3):
    process = multiprocessing.get_context("fork").Process(target=work)
    process.start()
    process.join()
  return {"ok": True}`,
    });
    expect(outputOf(await functions.invoke(callOf('f')))).toEqual({ ok: true });
    await untilPasses(() =>
      expect(opened?.lines.filter((line) => line.endsWith('from the child'))).toHaveLength(3),
    );
  });
});

test('what a function starts does not inherit its channel', async () => {
  const count = 'ls -l /proc/self/fd | grep -c socket';
  const functions = open({
    'shop/js.js': `exports.handler = () => ({ sockets: Number(require('child_process').execSync(${JSON.stringify(`${count} || true`)}, { stdio: ['ignore', 'pipe', 'ignore'] })) })`,
    'shop/py.py': `import subprocess
def handler(event, context):
  run = subprocess.run(${JSON.stringify(count)}, shell=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
  return {"sockets": int(run.stdout)}`,
  });
  // In JavaScript the standard output of a helper is a socket itself.
  expect(outputOf(await functions.invoke(callOf('js')))).toEqual({ sockets: 0 });
  expect(outputOf(await functions.invoke(callOf('py')))).toEqual({ sockets: 0 });
});

test('no variable of the server that is not stated reaches a function or what it starts', async () => {
  vi.stubEnv('FDL_ACCESS_KEY_SECRET', 'example');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'example');
  vi.stubEnv('FDL_FUNCTION_SECRET_NAME', 'stated');
  vi.stubEnv('DATABASE_SECRET', 'let through');
  const files = {
    'shop/js.js': `exports.handler = () => ({
      own: Object.keys(process.env).filter((name) => /SECRET/.test(name)).sort(),
      started: require('child_process').execSync('env; tr "\\\\0" "\\\\n" < /proc/' + process.pid + '/environ').toString().split('\\n').filter((line) => /SECRET.*example/.test(line)),
    })`,
    'shop/py.py': `import os, subprocess
def handler(event, context):
  started = subprocess.run(["env"], stdout=subprocess.PIPE).stdout.decode().split("\\n")
  return {"own": sorted(name for name in os.environ if "SECRET" in name), "started": [line for line in started if "=example" in line]}`,
  };
  const functions = open(files, { variables: ['DATABASE_SECRET'] });
  const seen = { own: ['DATABASE_SECRET', 'FDL_FUNCTION_SECRET_NAME'], started: [] };
  expect(outputOf(await functions.invoke(callOf('js')))).toEqual(seen);
  expect(outputOf(await functions.invoke(callOf('py')))).toEqual(seen);
});

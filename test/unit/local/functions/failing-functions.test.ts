import { afterEach, describe, expect, test, vi } from 'vitest';
import type { FunctionRunner } from '../../../../src/local/functions/function-runner.ts';
import { callOf, failureOf, type OpenFunctions, openFunctions, outputOf } from './functions-folder.ts';

let opened: OpenFunctions | undefined;

function open(...args: Parameters<typeof openFunctions>): FunctionRunner {
  opened = openFunctions(...args);
  return opened.functions;
}

afterEach(async () => {
  vi.unstubAllEnvs();
  await opened?.functions.close();
  opened = undefined;
});

const EXITED = 'Process exited unexpectedly before completing request';
const OK = 'exports.handler = async () => ({ ok: true })';

describe('a thrown error', () => {
  test.each([
    [
      'of an own class is named by it',
      'class OutOfStock extends Error {}; throw new OutOfStock("none left")',
      'OutOfStock',
      'none left',
    ],
    [
      'with a name of its own is named so',
      'throw Object.assign(new Error("no"), { name: "CardDeclined" })',
      'CardDeclined',
      'no',
    ],
    [
      'of a built-in class is named by it',
      'null.x',
      'TypeError',
      "Cannot read properties of null (reading 'x')",
    ],
    ['of the generic class is FC.Unknown', 'throw new Error("oh")', 'FC.Unknown', 'oh'],
    ['may be a rejection', 'return Promise.reject(new RangeError("far"))', 'RangeError', 'far'],
    ['may be a text', 'throw "just text"', 'FC.Unknown', 'just text'],
    ['may be nothing', 'throw undefined', 'FC.Unknown', 'undefined'],
    ['may be a plain object', 'throw { name: "Odd", message: "m" }', 'Odd', 'm'],
    [
      'may be unreadable',
      'throw new Proxy({}, { get() { throw new Error("no") } })',
      'FC.Unknown',
      'A value was thrown that cannot be read',
    ],
  ])('in JavaScript %s', async (_title, code, error, message) => {
    const functions = open({ 'shop/js.js': `exports.handler = (event) => { ${code} }` });
    expect(failureOf(await functions.invoke(callOf('js')))).toEqual({ error, message });
  });

  test.each([
    ['of an own class is named by it', 'raise OutOfStock("none left")', 'OutOfStock', 'none left'],
    ['of a built-in class is named by it', '{}["key"]', 'KeyError', "'key'"],
    ['of the generic class is FC.Unknown', 'raise Exception("oh")', 'FC.Unknown', 'oh'],
  ])('in Python %s', async (_title, code, error, message) => {
    const functions = open({
      'shop/py.py': `class OutOfStock(Exception): pass\ndef handler(event, context):\n  ${code}`,
    });
    expect(failureOf(await functions.invoke(callOf('py')))).toEqual({ error, message });
  });

  test('leaves its message, type and stack in the cause', async () => {
    const functions = open({
      'shop/js.js': 'class Lost extends Error {}; exports.handler = async () => { throw new Lost("where") }',
      'shop/py.py': 'class Lost(Exception): pass\ndef handler(event, context):\n  raise Lost("where")',
    });
    for (const name of ['js', 'py']) {
      const outcome = await functions.invoke(callOf(name));
      const cause: unknown = outcome.kind === 'failed' ? JSON.parse(outcome.failure.cause) : undefined;
      expect(cause).toEqual({ errorMessage: 'where', errorType: 'Lost', stackTrace: expect.any(Array) });
      expect((cause as { stackTrace: string[] }).stackTrace.join('\n')).toContain(`shop/${name}.${name}`);
    }
  });
});

describe('a result', () => {
  test.each([
    ['js', 'a big integer', 'exports.handler = () => ({ n: 1n })'],
    ['js', 'a circle', 'exports.handler = () => { const a = {}; a.a = a; return a }'],
    ['py', 'a set', 'def handler(event, context): return {1, 2}'],
    ['py', 'not a number', 'def handler(event, context): return float("nan")'],
  ])('in %s that is %s is FnF.InvalidLocal', async (language, _what, code) => {
    const functions = open({ [`shop/f.${language}`]: code });
    const failure = failureOf(await functions.invoke(callOf('f')));
    expect(failure.error).toBe('FnF.InvalidLocal');
    expect(failure.message).toContain("The function's result cannot be written as JSON: ");
  });
});

describe('a function that exits', () => {
  test.each([
    ['js', 'exports.handler = (event) => { if (event.exit) process.exit(1); return { ok: true } }'],
    [
      'js',
      'exports.handler = (event) => { if (event.exit) try { process.exit() } catch { return {} }; return { ok: true } }',
    ],
    [
      'js',
      'exports.handler = (event) => { if (event.exit) process.kill(process.pid, "SIGKILL"); return { ok: true } }',
    ],
    ['py', 'def handler(event, context):\n  if "exit" in event: exit()\n  return {"ok": True}'],
    [
      'py',
      'import sys\ndef handler(event, context):\n  if "exit" in event: sys.exit(3)\n  return {"ok": True}',
    ],
  ])('fails alone and can be called again (%s: %s)', async (language, code) => {
    const functions = open({ [`shop/f.${language}`]: code });
    const [exited, other] = await Promise.all([
      functions.invoke(callOf('f', { exit: true })),
      functions.invoke(callOf('f')),
    ]);
    expect(failureOf(exited)).toEqual({ error: 'FC.Unknown', message: EXITED });
    expect(outputOf(other)).toEqual({ ok: true });
    expect(outputOf(await functions.invoke(callOf('f')))).toEqual({ ok: true });
  });

  test.each([
    [
      'js',
      'exports.handler = (event) => { if (event.crash) setTimeout(() => null.x, 5); return new Promise((d) => setTimeout(d, 300, { ok: true })) }',
      'TypeError',
    ],
    [
      'js',
      'exports.handler = (event) => { if (event.crash) Promise.reject(new RangeError("lost")); return new Promise((d) => setTimeout(d, 300, { ok: true })) }',
      'RangeError',
    ],
  ])('by an error that nobody awaits fails alone (%s: %s)', async (language, code, error) => {
    const functions = open({ [`shop/f.${language}`]: code });
    const [crashed, other] = await Promise.all([
      functions.invoke(callOf('f', { crash: true })),
      functions.invoke(callOf('f')),
    ]);
    expect(failureOf(crashed).error).toBe(error);
    expect(outputOf(other)).toEqual({ ok: true });
  });

  test.each([
    [
      'js',
      'setTimeout(() => { throw new Error("background") }, 100); exports.handler = () => new Promise(() => {})',
      'background',
    ],
    ['py', 'import os\ndef handler(event, context): os._exit(7)', 'python3 exited with code 7'],
    ['py', 'import os\ndef handler(event, context): os.kill(os.getpid(), 9)', 'python3 died of SIGKILL'],
  ])('with its whole process fails as FC.Unknown (%s: %s)', async (language, code, reason) => {
    const functions = open({ [`shop/f.${language}`]: code, 'shop/ok.js': OK });
    expect(failureOf(await functions.invoke(callOf('f')))).toEqual({
      error: 'FC.Unknown',
      message: `${EXITED} (${reason})`,
    });
    expect(outputOf(await functions.invoke(callOf('ok')))).toEqual({ ok: true });
  });

  test('while it is loaded fails its calls, and does not load for ever', async () => {
    const functions = open({ 'shop/f.js': 'process.exit(3)', 'shop/g.py': 'raise SystemExit(2)' });
    expect(failureOf(await functions.invoke(callOf('f'))).error).toBe('FC.Unknown');
    expect(failureOf(await functions.invoke(callOf('g'))).error).toBe('FC.Unknown');
  });
});

describe('a function that does not end', () => {
  test.each([
    ['js', 'exports.handler = () => new Promise(() => {})'],
    ['js', 'exports.handler = () => { for (;;); }'],
    ['py', 'import time\ndef handler(event, context): time.sleep(1000)'],
    ['py', 'def handler(event, context):\n  while True: pass'],
  ])('fails when the time limit is over (%s: %s)', async (language, code) => {
    const functions = open({ [`shop/f.${language}`]: code }, { timeLimitMs: 500 });
    const { error, message } = failureOf(await functions.invoke(callOf('f')));
    expect(error).toBe('FC.Unknown');
    // A busy machine is later.
    const [, seconds] = /^Function timed out after (\d+\.\d) seconds$/.exec(message) ?? [];
    expect(Number(seconds), message).toBeGreaterThanOrEqual(0.5);
  });

  test('fails when the deadline of its task is over, and leaves its neighbours alone', async () => {
    const functions = open({
      'shop/f.js':
        'exports.handler = (event) => new Promise((done) => { if (event.ms) setTimeout(done, event.ms, { ok: true }) })',
    });
    const neighbour = functions.invoke(callOf('f', { ms: 900 }));
    const given = await functions.invoke(callOf('f', {}, { deadlineAt: Date.now() + 300 }));
    expect(failureOf(given).message).toContain('timed out');
    expect(outputOf(await functions.invoke(callOf('f', { ms: 1 })))).toEqual({ ok: true });
    expect(outputOf(await neighbour)).toEqual({ ok: true });
  });

  test('does not keep other calls of the same function waiting', async () => {
    const functions = open({
      'shop/f.js': 'exports.handler = (event) => { while (event.loop); return { ok: true } }',
    });
    await functions.invoke(callOf('f'));
    let hasEnded = false;
    // It ends with the test.
    void functions.invoke(callOf('f', { loop: true })).then(() => {
      hasEnded = true;
    });
    const others = await Promise.all(Array.from({ length: 50 }, () => functions.invoke(callOf('f'))));
    expect(others.map(outputOf)).toEqual(others.map(() => ({ ok: true })));
    expect(hasEnded).toBe(false);
  });

  test('holds up a burst of calls only once per call that blocks', async () => {
    const functions = open({
      'shop/f.js':
        'let n = 0; exports.handler = (event) => { n++; const until = Date.now() + (event.ms ?? 0); while (Date.now() < until); return { n } }',
    });
    await functions.invoke(callOf('f'));
    const outcomes = await Promise.all(
      Array.from({ length: 40 }, (_, i) => functions.invoke(callOf('f', { ms: i % 10 === 0 ? 350 : 0 }))),
    );
    expect(outcomes.map(outputOf)).toHaveLength(40);
  });
});

describe('a function that cannot run', () => {
  test('because its code does not load says why', async () => {
    const functions = open({
      'shop/js.js': 'require("./missing.js"); exports.handler = () => ({})',
      'shop/ts.ts': 'export enum E { A }; export const handler = () => ({})',
      'shop/py.py': 'import missing_module',
    });
    expect(failureOf(await functions.invoke(callOf('js'))).message).toContain(
      "Cannot find module './missing.js'",
    );
    expect(failureOf(await functions.invoke(callOf('ts'))).message).toContain('enum is not supported');
    expect(failureOf(await functions.invoke(callOf('py'))).message).toContain(
      "No module named 'missing_module'",
    );
  });

  test('because it exports no handler is FC.HandlerNotFound', async () => {
    const functions = open({ 'shop/js.js': 'exports.main = () => ({})', 'shop/py.py': 'def main(): pass' });
    for (const name of ['js', 'py']) {
      const failure = failureOf(await functions.invoke(callOf(name)));
      expect(failure.error).toBe('FC.HandlerNotFound');
      expect(failure.message).toContain(`shop/${name}.${name} does not`);
    }
  });

  test('because python3 is not installed says so', async () => {
    vi.stubEnv('PATH', '/nowhere');
    const functions = open({ 'shop/py.py': 'def handler(event, context): return {}' });
    expect(failureOf(await functions.invoke(callOf('py'))).message).toContain(
      'python3 was not found on PATH',
    );
  });
});

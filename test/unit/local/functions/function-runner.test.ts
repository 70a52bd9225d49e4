import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { FunctionRunner } from '../../../../src/local/functions/function-runner.ts';
import { untilPasses } from '../../../helpers/until-passes.ts';
import { callOf, failureOf, folderWith, outputOf } from './functions-folder.ts';

let runner: FunctionRunner | undefined;
let lines: string[] = [];

function open(files: Record<string, string>, memoryMb = 128): FunctionRunner {
  const directories = [folderWith(files)];
  const endpoints = { api: 'http://127.0.0.1:1', queues: 'http://127.0.0.1:2' };
  lines = [];
  runner = new FunctionRunner(
    () => ({ directories, endpoints, memoryMb }),
    (stream, line, context) => lines.push(`${context?.executionName ?? '-'} ${stream} ${line}`),
  );
  return runner;
}

afterEach(async () => {
  await runner?.close();
});

const PID = 'exports.handler = () => { console.log("here"); return { pid: process.pid } }';

test('functions run outside this process, and what they print arrives', async () => {
  const functions = open({
    'shop/js.js': PID,
    'shop/py.py': 'def handler(event, context):\n  print("there")\n  return {}',
  });
  expect(outputOf(await functions.invoke(callOf('js')))).not.toEqual({ pid: process.pid });
  expect(outputOf(await functions.invoke(callOf('py')))).toEqual({});
  expect(lines).toEqual(['run-1 stdout here', 'run-1 stdout there']);
});

test('a function that cannot be found is a failure', async () => {
  expect(failureOf(await open({}).invoke(callOf('none'))).error).toBe('FC.ServiceNotFound');
});

describe('a function that uses too much memory', () => {
  test.each([
    [
      'js',
      'exports.handler = (event) => { const all = []; while (event.eat) all.push(new Array(1000).fill(all.length)); return { ok: true } }',
    ],
    [
      'js',
      'exports.handler = (event) => { const all = []; while (event.eat) all.push({ a: "x" + all.length }); return { ok: true } }',
    ],
    [
      'py',
      'def handler(event, context):\n  return {"size": len(bytearray(1 << 34))} if "eat" in event else {"ok": True}',
    ],
  ])('fails as FC.Unknown and can be called again (%s: %s)', async (language, code) => {
    const functions = open({ [`shop/f.${language}`]: code });
    expect(outputOf(await functions.invoke(callOf('f')))).toEqual({ ok: true });
    const failure = failureOf(await functions.invoke(callOf('f', { eat: true })));
    expect(failure.error).toBe('FC.Unknown');
    if (language === 'js') expect(failure.message).toContain('it needs more memory than it may use');
    expect(outputOf(await functions.invoke(callOf('f')))).toEqual({ ok: true });
  });
});

test('a function that kills the process of all functions fails their calls, and the next call runs', async () => {
  const functions = open({
    'shop/kill.js':
      'exports.handler = () => { require("child_process").execSync("kill -9 " + process.pid); return {} }',
    'shop/js.js': PID,
  });
  expect(failureOf(await functions.invoke(callOf('kill'))).message).toContain('SIGKILL');
  expect(outputOf(await functions.invoke(callOf('js')))).toEqual({ pid: expect.any(Number) });
});

test('closing ends every process, and calls in progress and later ones are never answered', async () => {
  const functions = open({
    'shop/js.js': PID,
    'shop/py.py': 'import os, time\ndef handler(event, context):\n  print(os.getpid())\n  time.sleep(1000)',
  });
  functions.warm();
  const { pid } = outputOf(await functions.invoke(callOf('js'))) as { pid: number };
  const answered: string[] = [];
  void functions.invoke(callOf('py')).then(() => answered.push('running'));
  await untilPasses(() => expect(lines).toHaveLength(2));
  await functions.close();
  void functions.invoke(callOf('js')).then(() => answered.push('later'));
  // Every process has ended: an answer that is wrong would come with one of the next turns.
  for (let turn = 0; turn < 100; turn += 1) await nextTurn();
  expect(answered).toEqual([]);
  for (const id of [pid, Number(lines[1]?.split(' ').at(-1))]) {
    expect(() => process.kill(id, 0)).toThrow('ESRCH');
  }
});

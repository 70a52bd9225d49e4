import { existsSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { FunctionRunner } from '../../../../src/local/functions/function-runner.ts';
import { untilPasses } from '../../../helpers/until-passes.ts';
import { callOf, failureOf, type OpenFunctions, openFunctions, outputOf, write } from './functions-folder.ts';

let opened: OpenFunctions | undefined;

function open(...args: Parameters<typeof openFunctions>): FunctionRunner {
  opened = openFunctions(...args);
  return opened.functions;
}

afterEach(async () => {
  await opened?.functions.close();
  opened = undefined;
});

test('flows that call the same function take turns, however often one of them calls it', async () => {
  const functions = open(
    {
      'shop/gate.js': `const { existsSync } = require('node:fs');
        exports.handler = async ({ gate }) => { while (!existsSync(gate)) await new Promise((done) => setTimeout(done, 5)); return {} }`,
    },
    { concurrency: 1 },
  );
  const gate = join(opened?.folder ?? '', 'gate');
  const ended: string[] = [];
  const invoke = async (flowName: string) => {
    const call = callOf('gate', { gate });
    await functions.invoke({ ...call, caller: { ...call.caller, flowName } });
    ended.push(flowName);
  };
  const calls = [...Array.from({ length: 50 }, () => 'noisy'), 'quiet', 'calm'].map(invoke);
  write(gate, '');
  await Promise.all(calls);
  expect(ended.slice(0, 4)).toEqual(['noisy', 'noisy', 'quiet', 'calm']);
});

describe('a function that works', () => {
  test('gets the parsed input and answers its result as JSON, in every language', async () => {
    const functions = open({
      'shop/js.js': 'exports.handler = async (event) => ({ sum: event.a + event.b })',
      'shop/esm.mjs': 'export const handler = (event) => ({ sum: event.a + event.b })',
      'shop/ts.ts':
        'export function handler(event: { a: number; b: number }): object { return { sum: event.a + event.b } }',
      'shop/py.py': 'def handler(event, context):\n  return {"sum": event["a"] + event["b"]}',
    });
    for (const name of ['js', 'esm', 'ts', 'py']) {
      expect(outputOf(await functions.invoke(callOf(name, { a: 1, b: 2 })))).toEqual({ sum: 3 });
    }
  });

  test('may return anything JSON holds, text included, and nothing becomes null', async () => {
    const functions = open({
      'shop/echo.js': 'exports.handler = async (event) => event.value',
      'shop/none.js': 'exports.handler = () => {}',
      'shop/echo.py': 'def handler(event, context): return event.get("value")',
      'py/none.py': 'def handler(event, context): pass',
    });
    expect(await functions.invoke(callOf('echo', { value: '{"a":1}' }))).toEqual({
      kind: 'succeeded',
      output: '"{\\"a\\":1}"',
    });
    expect(outputOf(await functions.invoke(callOf('none')))).toBeNull();
    expect(outputOf(await functions.invoke(callOf('py/none')))).toBeNull();
  });

  test('learns who calls it, until when, and where to report', async () => {
    const functions = open({
      'shop/js.js': 'exports.handler = async (_event, context) => context',
      'shop/py.py':
        'def handler(event, context): return {"task_id": context.task_id, "step_name": context.step_name}',
    });
    const deadlineAt = Date.now() + 60_000;
    const seen = outputOf(await functions.invoke(callOf('js', {}, { deadlineAt })));
    expect(seen).toMatchObject({
      taskId: 'run-1/3/0',
      flowName: 'orders',
      executionName: 'run-1',
      stepName: 'Pay',
      serviceName: 'shop',
      functionName: 'js',
      qualifier: '',
      deadline: deadlineAt,
      api: 'http://127.0.0.1:8080',
      queues: 'http://127.0.0.1:9324',
    });
    expect(outputOf(await functions.invoke(callOf('py')))).toMatchObject({
      task_id: 'run-1/3/0',
      step_name: 'Pay',
    });
  });

  test('may still pass its event to json.loads, as handlers of Function Compute do', async () => {
    const functions = open({
      'shop/py.py':
        'import json\ndef handler(event, context):\n  return {"a": json.loads(event)["a"], "b": json.loads("[1]")}',
    });
    expect(outputOf(await functions.invoke(callOf('py', { a: 'x' })))).toEqual({ a: 'x', b: [1] });
  });

  test('runs many calls at a time that wait for something', async () => {
    // No call ends before ten have begun.
    const functions = open({
      'shop/js.js':
        'const fs = require("fs"); exports.handler = async ({ begun }) => { fs.appendFileSync(begun, "x"); while (fs.statSync(begun).size < 10) await new Promise((d) => setTimeout(d, 20)); return {} }',
      'shop/py.py':
        'import os, time\ndef handler(event, context):\n  open(event["begun"], "a").write("x")\n  while os.path.getsize(event["begun"]) < 10: time.sleep(0.02)\n  return {}',
    });
    const begun = (name: string) => join(opened?.folder ?? '', `${name}-begun`);
    const names = Array.from({ length: 60 }, (_, i) => (i % 2 ? 'js' : 'py'));
    const calls = names.map((name) => functions.invoke(callOf(name, { begun: begun(name) })));
    expect((await Promise.all(calls)).map(outputOf)).toEqual(calls.map(() => ({})));
  });

  test('keeps at most so many calls running and lets the others wait for their turn', async () => {
    const counting =
      'const { existsSync } = require("node:fs"); let now = 0, most = 0; exports.handler = async ({ gate }) => { most = Math.max(most, ++now); console.log("begun"); while (!existsSync(gate)) await new Promise((d) => setTimeout(d, 5)); now--; return { most } }';
    const functions = open({ 'shop/js.js': counting }, { concurrency: 3 });
    const gate = join(opened?.folder ?? '', 'gate');
    const calls = Array.from({ length: 10 }, () => functions.invoke(callOf('js', { gate })));
    await untilPasses(() => expect(opened?.lines).toHaveLength(3));
    write(gate, '');
    const outcomes = await Promise.all(calls);
    expect(outcomes.map(outputOf)).toEqual(expect.arrayContaining([{ most: 3 }]));
    expect(outcomes.every((outcome) => (outputOf(outcome) as { most: number }).most <= 3)).toBe(true);
  });

  test('runs on after an asynchronous call was answered', async () => {
    const functions = open({
      'shop/late.js': `const fs = require('fs'); exports.handler = async ({ gate, file }) => { while (!fs.existsSync(gate)) await new Promise((d) => setTimeout(d, 5)); fs.writeFileSync(file, 'x') }`,
      'shop/fails.js': 'exports.handler = async () => { throw new Error("too late") }',
    });
    const file = join(opened?.folder ?? '', 'written');
    const gate = join(opened?.folder ?? '', 'gate');
    expect(outputOf(await functions.invoke(callOf('late', { gate, file }, { isAsync: true })))).toEqual({});
    expect(existsSync(file)).toBe(false);
    write(gate, '');
    await untilPasses(() => expect(existsSync(file)).toBe(true));
    await functions.invoke(callOf('fails', {}, { isAsync: true }));
    await untilPasses(() => expect(opened?.lines.join()).toContain('asynchronous call failed: FC.Unknown'));
  });
});

describe('what a function prints', () => {
  test('arrives line by line with the execution that caused it', async () => {
    const functions = open({
      'shop/js.js':
        'console.log("loading"); exports.handler = async () => { console.log("one\\ntwo"); await null; process.stderr.write("thr"); process.stderr.write("ee"); return {} }',
      'shop/py.py':
        'import logging, sys\ndef handler(event, context):\n  print("four")\n  sys.stderr.write("five")\n  logging.getLogger().info("six")\n  return {}',
    });
    await functions.invoke(callOf('js'));
    await functions.invoke(callOf('py'));
    expect(opened?.lines).toEqual([
      '- stdout loading',
      'run-1 stdout one',
      'run-1 stdout two',
      'run-1 stderr three',
      'run-1 stdout four',
      'run-1 stdout INFO six',
      'run-1 stderr five',
    ]);
    expect(opened?.contexts.at(-1)?.stepName).toBe('Pay');
  });

  test('by a process that a Python function starts is shown and does not disturb replies', async () => {
    const functions = open({
      'shop/py.py':
        'import subprocess\ndef handler(event, context):\n  subprocess.run(["echo", "from outside"])\n  return {"ok": True}',
    });
    expect(outputOf(await functions.invoke(callOf('py')))).toEqual({ ok: true });
    // It comes by another way than the answer, which may be faster.
    await untilPasses(() => expect(opened?.lines).toEqual([expect.stringMatching(/ stdout from outside$/)]));
  });
});

describe('changed code', () => {
  test('is used from the next call on, while calls that run end on the old code', async () => {
    const slow = (answer: string, ms: number) =>
      `exports.handler = () => { console.log('begun'); return new Promise((done) => setTimeout(() => done({ answer: '${answer}' }), ${ms})) }`;
    const functions = open({ 'shop/js.js': slow('old', 400) });
    const file = join(opened?.folder ?? '', 'shop/js.js');
    const running = functions.invoke(callOf('js'));
    await untilPasses(() => expect(opened?.lines).toHaveLength(1));
    write(file, slow('new', 0));
    utimesSync(file, new Date(), new Date(Date.now() + 5_000));
    expect(outputOf(await functions.invoke(callOf('js')))).toEqual({ answer: 'new' });
    expect(outputOf(await running)).toEqual({ answer: 'old' });
  });

  test('of a file that the function imports counts too', async () => {
    const functions = open({
      'shop/js.js': 'exports.handler = async () => require("./lib/answer.js")',
      'shop/lib/answer.js': 'module.exports = { answer: 1 }',
      'shop/py.py': 'import helper\ndef handler(event, context): return {"answer": helper.answer}',
      'shop/helper.py': 'answer = 1',
    });
    for (const name of ['js', 'py']) {
      expect(outputOf(await functions.invoke(callOf(name)))).toEqual({ answer: 1 });
    }
    write(join(opened?.folder ?? '', 'shop/lib/answer.js'), 'module.exports = { answer: 2 }');
    write(join(opened?.folder ?? '', 'shop/helper.py'), 'answer = 2');
    await untilPasses(async () => {
      for (const name of ['js', 'py']) {
        expect(outputOf(await functions.invoke(callOf(name)))).toEqual({ answer: 2 });
      }
    });
  });

  test('that was broken and is repaired works again', async () => {
    const functions = open({ 'shop/js.js': 'exports.handler = (' });
    const file = join(opened?.folder ?? '', 'shop/js.js');
    expect(failureOf(await functions.invoke(callOf('js')))).toEqual({
      error: 'FC.Unknown',
      message: expect.stringContaining(`${file} cannot be loaded: `),
    });
    write(file, 'exports.handler = async () => ({})');
    expect(outputOf(await functions.invoke(callOf('js')))).toEqual({});
  });
});

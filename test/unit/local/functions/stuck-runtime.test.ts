import { expect, test } from 'vitest';
import type { FunctionProcess } from '../../../../src/local/functions/function-process.ts';
import { ProcessRuntime } from '../../../../src/local/functions/process-runtime.ts';
import type { Invocation } from '../../../../src/local/functions/protocol.ts';
import { callOf, openFunctions, outputOf } from './functions-folder.ts';

const LARGE = 'x'.repeat(6_000_000);

/** A runtime in a process that takes what it is sent and begins as many calls as `begun` says. */
function runtime() {
  const state = { begun: 0 };
  const cursor = { begun: () => state.begun, revoke: () => state.begun };
  const process = { cursor, isFull: false, send: () => {}, attach: () => {}, kill: () => {} };
  const events = { onReplies: () => {}, onDrain: () => {}, onExit: () => {} };
  const opened = new ProcessRuntime(process as unknown as FunctionProcess, {} as never, 10, events);
  const post = (id: number, event: string) => opened.post(id, { event, context: {} } as Invocation);
  return { state, opened, post };
}

test('A call with a small event waits for one that blocks its process as soon as a look finds nothing begun', () => {
  const { state, opened, post } = runtime();
  post(1, '{}');
  post(2, '{}');
  state.begun = 1;
  expect(opened.isStuck()).toBe(false);
  expect(opened.isStuck()).toBe(true);
  expect(opened.takeBack()).toEqual([2]);
  expect(opened.isStuck()).toBe(false);
});

test('A large event has time to arrive before its call is taken back', () => {
  const { state, opened, post } = runtime();
  post(1, LARGE);
  const looks = Array.from({ length: 60 }, () => opened.isStuck());
  expect(looks.indexOf(true)).toBe(45);
  state.begun = 1;
  expect(opened.isStuck()).toBe(false);
});

test.each(['js', 'py'])('Ten calls with events of 6 MB at once are all answered: %s', async (name) => {
  const opened = openFunctions({
    'shop/js.js': 'exports.handler = async ({ text }) => ({ n: text.length })',
    'shop/py.py': 'def handler(event, context): return {"n": len(event["text"])}',
  });
  try {
    const calls = Array.from({ length: 10 }, () => opened.functions.invoke(callOf(name, { text: LARGE })));
    for (const outcome of await Promise.all(calls)) expect(outputOf(outcome)).toEqual({ n: LARGE.length });
  } finally {
    await opened.functions.close();
  }
});

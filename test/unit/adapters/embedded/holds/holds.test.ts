import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  executionKey,
  Holds,
  messageKey,
  readKey,
} from '../../../../../src/adapters/embedded/holds/holds.ts';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fdl-holds-'));
});

afterEach(() => {
  for (const holds of opened.splice(0)) holds.close();
  rmSync(folder, { recursive: true });
});

const left = new Set<string>();
const WORK = { lastEventOf: () => 1, isLeft: (key: string) => !left.has(key), nameOf: (key: string) => key };
const TIMES = { groupMs: 100, quietMs: 50 };
const opened: Holds[] = [];

function open(): Holds {
  const holds = Holds.open(folder, WORK, TIMES);
  opened.push(holds);
  return holds;
}

const crashed = () => writeFileSync(join(folder, 'crashed'), 'exit code 1');

/** A process that takes up what it may and ends at these, without a word. */
async function endAt(...keys: readonly string[]): Promise<void> {
  const holds = open();
  for (const key of keys.filter((key) => holds.isOrdinary(key))) holds.begin(key);
  void holds.takeUpApart(async (key) => void (keys.includes(key) ? holds.begin(key) : holds.begin(key)()));
  await new Promise((resolve) => setImmediate(resolve));
}

test('what processes ended at three times in a row is held until it is released', async () => {
  for (let end = 0; end < 3; end += 1) await endAt('a');
  const holds = open();
  expect([holds.held, holds.isHeld('a'), holds.isOrdinary('a')]).toEqual([['a'], true, false]);
  expect(holds.reasonFor('a')).toBe('a is held: the server ended 3 times in a row while it was at it');
  expect(holds.reasonFor('b')).toBeUndefined();
  holds.close();
  expect(open().held).toEqual(['a']);
  const later = open();
  later.release('a');
  expect([later.held, open().held]).toEqual([[], []]);
});

test('what may have been blamed by chance is tried once more, alone and after a while', async () => {
  for (let end = 0; end < 3; end += 1) await endAt('a');
  const holds = open();
  expect(holds.isHeld('a')).toBe(true);
  const tried: string[] = [];
  await holds.takeUpApart(async (key) => {
    tried.push(key);
    holds.release(key);
    expect(open().held).toEqual(['a']);
    holds.begin(key)();
  });
  expect([tried, holds.held]).toEqual([['a'], []]);
});

test('what processes end at once more stays held, and is not tried again', async () => {
  for (let end = 0; end < 3; end += 1) await endAt('a');
  const holds = open();
  await new Promise<void>((resolve) => {
    void holds.takeUpApart(async (key) => {
      holds.begin(key);
      resolve();
    });
  });
  const next = open();
  await next.takeUpApart(() => Promise.reject(new Error('it is taken up')));
  expect(next.held).toEqual(['a']);
});

test('what a process crashed at stays held at once', async () => {
  await endAt('a');
  await endAt('a');
  const third = open();
  void third.takeUpApart(async (key) => void third.begin(key));
  await new Promise((resolve) => setImmediate(resolve));
  crashed();
  const holds = open();
  await holds.takeUpApart(() => Promise.reject(new Error('it is taken up')));
  expect(holds.held).toEqual(['a']);
});

test('a process that is closed leaves nothing to blame', async () => {
  await endAt('a');
  await endAt('a');
  const holds = open();
  holds.begin('a');
  holds.close();
  await endAt('a');
  expect(open().held).toEqual([]);
});

test('what is over when the process ends is not blamed', async () => {
  for (let end = 0; end < 5; end += 1) open().begin('a')();
  expect(open().held).toEqual([]);
});

test('what is gone is held no longer', async () => {
  for (let end = 0; end < 3; end += 1) await endAt('a');
  left.add('a');
  expect(open().held).toEqual([]);
  left.clear();
});

test('the report of an engine that ran out of memory is word of its own death', async () => {
  await endAt('a');
  await endAt('a');
  const third = open();
  void third.takeUpApart(async (key) => void third.begin(key));
  await new Promise((resolve) => setImmediate(resolve));
  writeFileSync(join(folder, 'fatal-error.json'), '{"header":{"event":"heap out of memory"}}');
  const holds = open();
  await holds.takeUpApart(() => Promise.reject(new Error('it is taken up')));
  expect(holds.held).toEqual(['a']);
});

test('files that hold nothing of use tell nothing', () => {
  writeFileSync(join(folder, 'starts.json'), '{"held":1');
  writeFileSync(join(folder, 'in-flight'), Buffer.from([200, 1, 2]));
  expect(open().held).toEqual([]);
});

test('keys name executions and messages', () => {
  const execution = { flowId: 'f-1', name: 'run' };
  expect(readKey(executionKey(execution))).toEqual({ execution });
  expect(readKey(messageKey('m-1'))).toEqual({ message: 'm-1' });
});

test('a home without a folder holds nothing', () => {
  const holds = Holds.open(undefined, WORK);
  holds.begin('a')();
  holds.close();
  expect(holds.held).toEqual([]);
});

import { expect, test } from 'vitest';
import { type Part, Parts } from '../../../../src/local/parts/parts.ts';

/** Parts that tell what happens to them. */
function watched(times?: ConstructorParameters<typeof Parts>[1]) {
  const happened: string[] = [];
  const parts = new Parts((line) => happened.push(line), times);
  const part = (name: string, close?: () => void | Promise<void>): Part<string> => ({
    name,
    open: () => `opened ${name}`,
    close: (opened) => {
      happened.push(`closing ${opened}`);
      return close?.();
    },
  });
  return { parts, happened, part };
}

test('A part is closed with what its opening made, the last one first', async () => {
  const { parts, happened, part } = watched();
  expect(await parts.open(part('a'))).toBe('opened a');
  await parts.open(part('b'));
  await parts.close();
  expect(happened).toEqual(['closing opened b', 'closing opened a']);
});

test('Every part is closed once', async () => {
  const { parts, happened, part } = watched();
  await parts.open(part('a'));
  await parts.close();
  await parts.close();
  expect(happened).toEqual(['closing opened a']);
});

test('A part waits for the one after it to have closed', async () => {
  const { parts, happened, part } = watched();
  await parts.open(part('a'));
  await parts.open(
    part('b', async () => {
      await new Promise((resolve) => setImmediate(resolve));
      happened.push('b is closed');
    }),
  );
  await parts.close();
  expect(happened).toEqual(['closing opened b', 'b is closed', 'closing opened a']);
});

test('A part that cannot open is not closed, and its error reaches the caller', async () => {
  const { parts, happened, part } = watched();
  await parts.open(part('a'));
  const broken: Part<void> = {
    name: 'b',
    open: () => Promise.reject(new Error('the port is taken')),
    close: () => void happened.push('closing b'),
  };
  await expect(parts.open(broken)).rejects.toThrow('the port is taken');
  await parts.close();
  expect(happened).toEqual(['closing opened a']);
});

test.each([
  ['throws', () => raise(new Error('no space left'))],
  ['rejects', () => Promise.reject(new Error('no space left'))],
])('A part whose closing %s keeps no other from closing, and the operator reads why', async (_, close) => {
  const { parts, happened, part } = watched();
  await parts.open(part('a'));
  await parts.open(part('b', close));
  await parts.close();
  expect(happened).toEqual([
    'closing opened b',
    'warning: b could not be closed: no space left',
    'closing opened a',
  ]);
});

test('A part that never closes is left behind after its time', async () => {
  const { parts, happened, part } = watched({ partMs: 20, allMs: 10_000 });
  await parts.open(part('a'));
  await parts.open(part('b', () => new Promise(() => {})));
  await parts.close();
  expect(happened).toEqual([
    'closing opened b',
    'warning: b could not be closed: it took more than 20 ms',
    'closing opened a',
  ]);
});

test('Parts that never close share the time of all', async () => {
  const { parts, happened, part } = watched({ partMs: 10_000, allMs: 0 });
  await parts.open(part('a', () => new Promise(() => {})));
  await parts.open(part('b', () => new Promise(() => {})));
  await parts.close();
  expect(happened.filter((line) => line.startsWith('warning'))).toEqual([
    'warning: b could not be closed: it took more than 100 ms',
    'warning: a could not be closed: it took more than 100 ms',
  ]);
});

function raise(error: Error): never {
  throw error;
}

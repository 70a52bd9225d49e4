import { expect, test } from 'vitest';
import { FairQueue } from '../../../../src/adapters/embedded/fair-queue.ts';

function filled(...items: readonly (readonly [key: string, item: string])[]): FairQueue<string> {
  const queue = new FairQueue<string>();
  for (const [key, item] of items) queue.push(key, item);
  return queue;
}

test('Keys take turns, and the oldest of a key goes first', () => {
  const queue = filled(['a', 'a1'], ['a', 'a2'], ['a', 'a3'], ['b', 'b1'], ['b', 'b2'], ['c', 'c1']);
  expect(queue.takeAll()).toEqual(['a1', 'b1', 'c1', 'a2', 'b2', 'a3']);
  expect(queue.size).toBe(0);
});

test('A key that may not go keeps its turn', () => {
  const queue = filled(['a', 'a1'], ['a', 'a2'], ['b', 'b1'], ['b', 'b2']);
  expect(queue.shift((key) => key !== 'a')).toBe('b1');
  expect(queue.takeAll()).toEqual(['a1', 'b2', 'a2']);
});

test('Nothing goes when no key may, and nothing is lost', () => {
  const queue = filled(['a', 'a1']);
  expect(queue.shift(() => false)).toBeUndefined();
  expect([queue.size, queue.sizeOf('a'), queue.sizeOf('b')]).toEqual([1, 1, 0]);
});

test('What was put back is the next of its key', () => {
  const queue = filled(['a', 'a2'], ['a', 'a3']);
  queue.unshift('a', 'a1');
  expect(queue.takeAll()).toEqual(['a1', 'a2', 'a3']);
});

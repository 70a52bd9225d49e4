import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { eachAtATime, newest, type Source } from '../../../console/src/pages/executions/newest.ts';

const isNewer = (a: number, b: number) => a > b;

/** A list of numbers, the largest first, in pages of a size; `reads` counts how many were asked for. */
function listOf(numbers: readonly number[], pageSize: number) {
  const sorted = numbers.toSorted((a, b) => b - a);
  const counted = {
    reads: 0,
    async read(token: string | undefined) {
      counted.reads += 1;
      const from = Number(token ?? 0);
      const rest = from + pageSize < sorted.length ? { nextToken: String(from + pageSize) } : {};
      return { items: sorted.slice(from, from + pageSize), ...rest };
    },
  };
  return counted;
}

describe('lists merged into one', () => {
  test('show what one sorted list of everything would show', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(fc.nat()), { maxLength: 5 }),
        fc.integer({ min: 1, max: 4 }),
        fc.nat({ max: 12 }),
        async (lists, pageSize, wanted) => {
          const all = lists.flat().toSorted((a, b) => b - a);
          const merged = await newest(
            lists.map((numbers) => listOf(numbers, pageSize)),
            wanted,
            isNewer,
          );
          expect(merged.items).toEqual(all.slice(0, wanted));
          if (merged.isComplete) expect(all.length).toBeLessThanOrEqual(wanted);
        },
      ),
    );
  });

  test('say whether there is more', async () => {
    const lists = [listOf([5, 3], 2), listOf([4], 2)];
    expect(await newest(lists, 2, isNewer)).toEqual({ items: [5, 4], isComplete: false });
    expect(await newest(lists, 3, isNewer)).toEqual({ items: [5, 4, 3], isComplete: true });
    expect(await newest([], 3, isNewer)).toEqual({ items: [], isComplete: true });
  });

  test('are read no further than needed', async () => {
    const old = listOf([1, 2, 3, 4, 5, 6], 2);
    const recent = listOf([10, 20, 30, 40], 2);
    await newest([old, recent], 3, isNewer);
    expect([old.reads, recent.reads]).toEqual([1, 2]);
  });

  test('may have empty pages before their end', async () => {
    const pages = [{ items: [], nextToken: 'b' }, { items: [7] }];
    const sparse: Source<number> = {
      read: async (token) => pages[token === undefined ? 0 : 1] ?? { items: [] },
    };
    expect(await newest([sparse], 5, isNewer)).toEqual({ items: [7], isComplete: true });
  });

  test('fail as one when one of them does', async () => {
    const broken: Source<number> = { read: () => Promise.reject(new Error('gone')) };
    await expect(newest([broken, listOf([1], 1)], 1, isNewer)).rejects.toThrow('gone');
  });
});

test('work is done for each item, so many at a time', async () => {
  let busy = 0;
  let most = 0;
  const done: number[] = [];
  await eachAtATime([1, 2, 3, 4, 5], 2, async (item) => {
    busy += 1;
    most = Math.max(most, busy);
    await Promise.resolve();
    done.push(item);
    busy -= 1;
  });
  expect(done.toSorted()).toEqual([1, 2, 3, 4, 5]);
  expect(most).toBe(2);
});

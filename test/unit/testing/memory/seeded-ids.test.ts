import { expect, test } from 'vitest';

import { createSeededIds } from '../../../../src/testing/memory/seeded-ids.ts';

test('The same seed gives the same values, another seed others, and none repeats', () => {
  const read = (seed: string) => {
    const ids = createSeededIds(seed);
    return Array.from({ length: 100 }, () => [ids.uuid(), ids.secret()]).flat();
  };

  expect(read('a')).toEqual(read('a'));
  expect(new Set([...read('a'), ...read('b')]).size).toBe(400);
});

test('Values have the shapes of real ones', () => {
  const ids = createSeededIds('a');

  expect(ids.uuid()).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-8[\da-f]{3}-[\da-f]{12}$/);
  expect(ids.secret()).toMatch(/^[\w-]{22}$/);
});

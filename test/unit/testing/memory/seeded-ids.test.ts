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

test('Who keeps what was made gets the same values again, whichever of them was asked for before', () => {
  const made = { uuids: [], secrets: [] };
  const first = createSeededIds('a', made);
  const [uuid, secret] = [first.uuid(), first.secret()];

  const again = createSeededIds('a', made);
  expect([again.uuid(), again.secret()]).toEqual([uuid, secret]);
  const otherwise = createSeededIds('a', made);
  const anew = createSeededIds('a');
  expect([otherwise.secret(), otherwise.uuid()]).toEqual([anew.secret(), anew.uuid()]);
});

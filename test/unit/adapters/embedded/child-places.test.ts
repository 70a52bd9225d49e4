import { describe, expect, test } from 'vitest';
import { ChildPlaces } from '../../../../src/adapters/embedded/child-places.ts';
import type { Descent } from '../../../../src/ports/execution-store.ts';

const ROOT = { flowId: 'f', name: 'root' };

const awaited: Descent = { root: ROOT, depth: 2, awaitedBy: ROOT };
const forgotten: Descent = { root: ROOT, depth: 2 };

function placesWith({ perLevel = 0 } = {}): ChildPlaces {
  return new ChildPlaces({ awaited: 2, family: 3, perLevel });
}

/** How many of ten children get a place. */
function admitted(places: ChildPlaces, descent: Descent, prefix = 'task'): number {
  const names = Array.from({ length: 10 }, (_, index) => `${prefix}${index}`);
  return names.filter((name) => places.admit(name, descent) === undefined).length;
}

describe('children that are waited for', () => {
  test('have as many places as an execution may have below it, and those that are left free', () => {
    const places = placesWith();
    expect(admitted(places, awaited)).toBe(2);
    expect(places.admit('late', awaited)).toBe(5);
    places.ended('task0', awaited);
    expect(places.admit('late', awaited)).toBeUndefined();
    expect(places.admit('later', awaited)).toBe(5);
  });

  test('keep their place when they are started once more', () => {
    const places = placesWith();
    admitted(places, awaited);
    expect(places.admit('task1', awaited)).toBeUndefined();
    places.ended('task1', awaited);
    expect(admitted(places, awaited, 'other')).toBe(1);
  });

  test('have more places the deeper they are, so that those which all wait can go on', () => {
    const places = placesWith({ perLevel: 1 });
    expect(admitted(places, { ...awaited, depth: 2 })).toBe(4);
    expect(admitted(places, { ...awaited, depth: 3 }, 'deeper')).toBe(1);
    expect(admitted(places, { ...awaited, depth: 4 }, 'deepest')).toBe(1);
  });

  test('get places although those without a waiting parent have taken theirs, up to twice as many in all', () => {
    const places = placesWith();
    expect(admitted(places, forgotten)).toBe(3);
    expect(admitted(places, awaited, 'a')).toBe(2);
    const below = { ...awaited, awaitedBy: { flowId: 'f', name: 'forgotten' } };
    expect(admitted(places, below, 'b')).toBe(1);
  });
});

test('Children without a waiting parent are held to the size of the family', () => {
  const places = placesWith();
  expect(admitted(places, awaited, 'a')).toBe(2);
  expect(admitted(places, forgotten)).toBe(1);
});

test('A family has its places whatever others have taken', () => {
  const places = placesWith();
  admitted(places, awaited);
  const root = { flowId: 'f', name: 'other' };
  expect(admitted(places, { root, depth: 2, awaitedBy: root }, 'other')).toBe(2);
});

test('The more there are, the more rarely each asks again', () => {
  const places = new ChildPlaces({ awaited: 0, family: 2_000, perLevel: 0 });
  for (let child = 0; child < 2_000; child += 1) places.admit(`task${child}`, forgotten);
  expect(places.admit('one more', forgotten)).toBe(10);
});

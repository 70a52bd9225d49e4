import { expect, test } from 'vitest';
import { Arrivals } from '../../../src/local/arrivals.ts';

test('when requests that are not whole hold too much, the one that began first is given up', () => {
  const arrivals = new Arrivals(100);
  const givenUp: string[] = [];
  const [first, second, third] = ['first', 'second', 'third'].map((name) =>
    arrivals.begin(() => givenUp.push(name)),
  );
  expect(first?.hold(60)).toBe(true);
  expect(second?.hold(40)).toBe(true);
  expect(third?.hold(1)).toBe(true);
  expect(givenUp).toEqual(['first']);
  expect(first?.hold(1)).toBe(false);
  expect(third?.hold(59)).toBe(true);
  expect(givenUp).toEqual(['first']);
});

test('what has arrived whole holds nothing any more', () => {
  const arrivals = new Arrivals(100);
  const givenUp: string[] = [];
  for (let request = 0; request < 10; request++) {
    const arrival = arrivals.begin(() => givenUp.push('one'));
    expect(arrival.hold(90)).toBe(true);
    arrival.end();
    arrival.end();
  }
  expect(givenUp).toEqual([]);
});

test('a request that alone is more than all may hold is given up', () => {
  const arrival = new Arrivals(100).begin(() => {});
  expect(arrival.hold(101)).toBe(false);
});

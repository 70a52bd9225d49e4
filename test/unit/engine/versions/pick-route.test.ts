import { expect, test } from 'vitest';
import { pickRoute } from '../../../../src/engine/versions/pick-route.ts';

const routes = [
  { number: 1, flowVersion: 3, weight: 90 },
  { number: 2, flowVersion: 5, weight: 10 },
];

test('Starts are shared out by weight', () => {
  const picked = Array.from({ length: 10_000 }, (_, index) => pickRoute(routes, `flow/run-${index}`)?.number);
  const canary = picked.filter((number) => number === 2).length;
  expect(canary).toBeGreaterThan(850);
  expect(canary).toBeLessThan(1_150);
});

test('The same start takes the same version every time', () => {
  const texts = Array.from({ length: 100 }, (_, index) => `flow/${index}`);
  const pick = () => texts.map((text) => pickRoute(routes, text)?.number);
  expect(pick()).toEqual(pick());
});

test('Weights need not add up to a hundred, and a version of weight 0 is never taken', () => {
  const shares = [
    { number: 1, flowVersion: 1, weight: 0 },
    { number: 2, flowVersion: 1, weight: 3 },
  ];
  const picked = Array.from({ length: 200 }, (_, index) => pickRoute(shares, String(index))?.number);
  expect(new Set(picked)).toEqual(new Set([2]));
});

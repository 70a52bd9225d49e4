import { expect, test } from 'vitest';
import { repliesQualifier, replySecondsOf, replyWithinSeconds } from '../../../src/targets/function.ts';

test.each([
  ['replies-1s', 1],
  ['replies-60s', 60],
  ['live-replies-900s', 900],
  ['a_b-replies-30s', 30],
  ['replies-901s', undefined],
  ['replies-0s', undefined],
  ['replies-060s', undefined],
  ['replies-60', undefined],
  ['noreplies-60s', undefined],
  ['replies-60s-live', undefined],
  ['live', undefined],
])('The qualifier %s tells a timeout of %s', (qualifier, seconds) => {
  expect(replySecondsOf(qualifier)).toBe(seconds);
});

test('The qualifier of a timeout tells it', () => {
  expect(replySecondsOf(repliesQualifier(60))).toBe(60);
});

test('A reply must come a minute and a half after the timeout of its function', () => {
  expect(replyWithinSeconds({ replySeconds: 60 })).toBe(150);
  expect(replyWithinSeconds({})).toBeUndefined();
});

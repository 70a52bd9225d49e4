import { expect, test } from 'vitest';
import { shortName } from '../../../console/src/components/short-name.ts';

test.each([
  ['0b54a1e2-9f3c-4d21-8a77-1c2d3e4f5a6b', '0b54a1e2…'],
  ['0b54a1e2-9f3c-4d21-8a77-1c2d3e4f5a6b-7-0', '0b54a1e2…-7-0'],
  ['schedule-0b54a1e2-9f3c-4d21-8a77-1c2d3e4f5a6b-20260101T000000Z', 'schedule-0b54a1e2…-20260101T000000Z'],
  ['failed-order-17-0123456789abcdef', 'failed-order-17-01234567…'],
  ['order-17', 'order-17'],
  ['2024-01-02-nightly', '2024-01-02-nightly'],
  ['deadbeef', 'deadbeef'],
  ['0123456789abcdefghi', '0123456789abcdefghi'],
])('the title of %s is %s', (name, title) => {
  expect(shortName(name)).toBe(title);
});

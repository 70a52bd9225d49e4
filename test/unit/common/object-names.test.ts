import { expect, test } from 'vitest';
import { isBucketName, isObjectKey } from '../../../src/common/object-names.ts';

test.each(['abc', 'my-bucket', 'my.bucket.2', '1ab', 'a'.repeat(63), '1.2.3.4.5'])(
  '%s may be a bucket',
  (name) => {
    expect(isBucketName(name)).toBe(true);
  },
);

test.each([
  '',
  'ab',
  'a'.repeat(64),
  'Bucket',
  'my_bucket',
  '-ab',
  'ab-',
  'a..b',
  'ab.',
  '1.2.3.4',
  'a/b',
  'abc\n',
])('%j may be no bucket', (name) => {
  expect(isBucketName(name)).toBe(false);
});

test.each(['a', '/', '../a', 'a b', '値'.repeat(341), 'x'.repeat(1_024), '\u0000'])(
  '%j may be a key',
  (key) => {
    expect(isObjectKey(key)).toBe(true);
  },
);

test.each(['', 'x'.repeat(1_025), '値'.repeat(342), '\ud800', 'a\udc00b'])('%j may be no key', (key) => {
  expect(isObjectKey(key)).toBe(false);
});

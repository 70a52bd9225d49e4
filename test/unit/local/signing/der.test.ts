import { expect, test } from 'vitest';
import { integer } from '../../../../src/local/signing/der.ts';

// X.690, 8.3.2: the first nine bits of a number of several bytes are neither all zero nor all one.
test.each([
  ['nothing but zeros', [0, 0], [0]],
  ['zeros before a small byte', [0, 0, 0x7f, 1], [0x7f, 1]],
  ['a zero before a large byte', [0, 0x80, 1], [0, 0x80, 1]],
  ['a large byte first', [0xff, 0], [0, 0xff, 0]],
  ['a small byte first', [1, 0], [1, 0]],
])('A number with %s takes no more bytes than it must', (_what, bytes, content) => {
  expect([...integer(Buffer.from(bytes))]).toEqual([2, content.length, ...content]);
});

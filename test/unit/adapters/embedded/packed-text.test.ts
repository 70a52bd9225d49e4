import { expect, test } from 'vitest';

import { packText, unpackText } from '../../../../src/adapters/embedded/packed-text.ts';
import { incompressibleText } from '../../../conformance/execution-fixtures.ts';

test.each([
  ['nothing', '', 1],
  ['a short text', 'a'.repeat(1_000), 1_001],
  ['text that compression hardly shortens', incompressibleText(1_500, 3), 1_501],
])('%s is kept as it is behind one byte', (_title, text, size) => {
  const packed = packText(text);

  expect(packed).toHaveLength(size);
  expect(unpackText(packed)).toBe(text);
});

test.each([
  ['repetition', 'ab'.repeat(10_000)],
  ['text outside of ASCII', '値😀ж'.repeat(2_000)],
])('A long text full of %s is compressed', (_title, text) => {
  const packed = packText(text);

  expect(packed.length).toBeLessThan(200);
  expect(unpackText(packed)).toBe(text);
});

test('Bytes packed by a program that knows more are refused', () => {
  expect(() => unpackText(Uint8Array.of(9, 1, 2))).toThrow('unknown flag 9');
});

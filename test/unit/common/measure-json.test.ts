import { expect, test } from 'vitest';
import type { JsonValue } from '../../../src/common/json.ts';
import { measureJson } from '../../../src/common/measure-json.ts';
import { utf8Bytes } from '../../../src/common/text-bytes.ts';

function sizeByPrinting(value: JsonValue): number {
  return Buffer.byteLength(JSON.stringify(value));
}

test.each([
  [null],
  [true],
  [-0],
  [1e21],
  [''],
  ['plain ~\u007f'],
  ['"\\\b\f\n\r\t\u0000\u001f'],
  ['é ߿ ࠀ ￿ 😀'],
  ['\ud800 \udc00 \ud800\ud800\udc00 \udbff'],
  [[]],
  [{}],
  [[1, [], {}, [null]]],
  [{ a: 1, 'ä"': { b: [{}] } }],
])('%j takes as many bytes as its text', (value) => {
  expect(measureJson(value).bytes).toBe(sizeByPrinting(value));
});

test('values nested deeper than the call stack have a size', () => {
  const deep = JSON.parse(`${'['.repeat(200_000)}${']'.repeat(200_000)}`);
  expect(measureJson(deep)).toEqual({ bytes: 400_000, depth: 200_000 });
});

test.each([
  [1, 0],
  [[], 1],
  [{ a: 1 }, 1],
  [[[], [[]], {}], 3],
  [{ a: { b: [1] }, c: 2 }, 3],
])('%j is nested %i deep', (value, depth) => {
  expect(measureJson(value).depth).toBe(depth);
});

test('a large collection shared between inputs is measured once', () => {
  let visits = 0;
  const items = Array.from({ length: 100 }, (_, index) => ({ id: index }));
  const counted = new Proxy(items, {
    get: (target, key, receiver) => {
      if (key === '0') visits++;
      return Reflect.get(target, key, receiver);
    },
  });
  const sizes = [0, 1, 2].map((index) => measureJson({ items: counted, index }).bytes);
  expect(sizes).toEqual([0, 1, 2].map((index) => sizeByPrinting({ items, index })));
  expect(visits).toBe(1);
});

test.each([[''], ['plain ~\u007f\t"'], ['aä"\n😀'], ['\u0000'], ['a'.repeat(20_000)], ['ä'.repeat(20_000)]])(
  '%# text outside of JSON counts its UTF-8 bytes',
  (text) => {
    expect(utf8Bytes(text)).toBe(Buffer.byteLength(text));
  },
);

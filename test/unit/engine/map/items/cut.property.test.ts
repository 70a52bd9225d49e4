import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JsonValue } from '../../../../../src/common/json.ts';
import { parseJson } from '../../../../../src/common/json-text.ts';
import type { Cut, Stretch } from '../../../../../src/engine/map/items/cut.ts';
import { ITEM_FORMATS, type ItemFormat } from '../../../../../src/engine/map/items/format.ts';

const { json, jsonl, csv } = ITEM_FORMATS;

const blank = fc.stringMatching(/^[ \n\t\r]{0,3}$/);

/** An array of JSON as other programs write it, and its elements. */
const jsonObject = fc
  .tuple(fc.array(fc.jsonValue({ maxDepth: 2 })), blank, fc.nat(3))
  .map(([items, around, indent]) => {
    const elements = items.map((item) => `${around}${JSON.stringify(item, undefined, indent)}${around}`);
    return {
      text: `${around}[${elements.join(',') || around}]${around}`,
      items: parseJson(JSON.stringify(items)),
    };
  });

const linesObject = fc
  .tuple(fc.array(fc.jsonValue({ maxDepth: 2 })), fc.constantFrom('\n', '\r\n', '\n\n'))
  .map(([items, end]) => ({
    text: items.map((item) => `${JSON.stringify(item)}${end}`).join(''),
    items: parseJson(JSON.stringify(items)),
  }));

const field = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', 'é', '😀', ' '), maxLength: 6 });

/** CSV with each field in quotes, or only those that must be. */
const csvObject = fc
  .tuple(fc.array(fc.tuple(field, field)), fc.boolean(), fc.constantFrom('\n', '\r\n'), fc.boolean())
  .map(([rows, isQuoted, end, hasEnd]) => {
    const written = (value: string) =>
      isQuoted || /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
    const records = [['a', 'b'], ...rows].map((row) => row.map(written).join(','));
    return { text: records.join(end) + (hasEnd ? end : ''), items: rows.map(([a, b]) => ({ a, b })) };
  });

function cutAll(format: ItemFormat, bytes: Uint8Array): readonly string[] {
  const texts: string[] = [];
  for (let at = 0; ; ) {
    const cut = format.cut({ bytes, at, isFirst: at === 0, isLast: true });
    if (cut.kind !== 'item') return texts;
    texts.push(Buffer.from(bytes.subarray(cut.from, cut.to)).toString());
    at = cut.next;
  }
}

function itemsOf(format: ItemFormat, text: string): readonly JsonValue[] {
  const texts = cutAll(format, Buffer.from(text));
  if (!format.hasColumns) return texts.map((item) => format.parse(item, []));
  return texts.slice(1).map((item) => format.parse(item, ['a', 'b']));
}

const FORMATS = [
  ['json', json, jsonObject],
  ['jsonl', jsonl, linesObject],
  ['csv', csv, csvObject],
] as const;

describe.each(FORMATS)('Items of %s', (_, format, object) => {
  test('come back as they were written', () => {
    fc.assert(
      fc.property(object, ({ text, items }) => {
        expect(itemsOf(format, text)).toEqual(items);
      }),
    );
  });

  test('are the same wherever the bytes that are read so far end', () => {
    fc.assert(
      fc.property(object, fc.nat(), ({ text }, drawn) => {
        const bytes = Buffer.from(text);
        const known = bytes.subarray(0, drawn % (bytes.length + 1));
        for (let at = 0; ; ) {
          const stretch: Stretch = { bytes, at, isFirst: at === 0, isLast: true };
          const whole = format.cut(stretch);
          const part: Cut = format.cut({ ...stretch, bytes: known, isLast: false });
          if (part.kind === 'more' || at >= known.length) return;
          expect(part).toEqual(whole);
          if (whole.kind !== 'item') return;
          at = whole.next;
        }
      }),
    );
  });
});

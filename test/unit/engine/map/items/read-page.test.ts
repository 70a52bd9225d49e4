import { describe, expect, test } from 'vitest';
import { ITEM_FORMATS } from '../../../../../src/engine/map/items/format.ts';
import type { Source } from '../../../../../src/engine/map/items/item-cutter.ts';
import { type PageLimits, readBatch, readPage } from '../../../../../src/engine/map/items/read-page.ts';

const { json, jsonl, csv } = ITEM_FORMATS;

const LIMITS: PageLimits = { batchSize: 2, batchBytes: 100, batches: 100, pageBytes: 1_000 };
const BEGIN = { etag: 'e', offset: 0, items: 0, lines: 0 };

interface Read {
  readonly from: number;
  readonly to: number;
}

/** An object of a text, which keeps what was read of it. */
function sourceOf(text: string | Uint8Array): Source & { readonly reads: Read[] } {
  const bytes = Buffer.from(text);
  const reads: Read[] = [];
  const read = async (from: number, to: number) => {
    reads.push({ from, to });
    return bytes.subarray(from, to);
  };
  return { name: 'the object', bytes: bytes.length, read, reads };
}

function firstPage(format: typeof json, text: string | Uint8Array, limits: Partial<PageLimits> = {}) {
  const source = sourceOf(text);
  return readPage(format, source, { ...BEGIN, bytes: source.bytes }, { ...LIMITS, ...limits });
}

describe('A page', () => {
  test('tells where each batch begins and the last one ends', async () => {
    expect(await firstPage(jsonl, '1\n22\n333\n4444\n5')).toEqual({
      position: { etag: 'e', bytes: 15, offset: 15, items: 5, lines: 4 },
      items: 5,
      marks: [0, 5, 14, 15],
      isDone: true,
    });
  });

  test('begins where the one before has ended', async () => {
    const source = sourceOf('[1,2,3,4,5]');
    const limits = { ...LIMITS, batches: 1 };
    const first = await readPage(json, source, { ...BEGIN, bytes: source.bytes }, limits);
    const second = await readPage(json, source, first.position, limits);
    const third = await readPage(json, source, second.position, limits);
    expect([first, second, third].map(({ marks, items, isDone }) => [marks, items, isDone])).toEqual([
      [[0, 4], 2, false],
      [[4, 8], 2, false],
      [[8, 10], 1, true],
    ]);
  });

  test('leaves a batch that is not whole to the next', async () => {
    const page = await firstPage(jsonl, '1\n2\n3\n4\n5\n', { batches: 2 });
    expect(page).toMatchObject({ items: 4, isDone: false, position: { offset: 8, lines: 4 } });
  });

  test('begins no batch behind so many bytes, but has one at least', async () => {
    expect(await firstPage(jsonl, '1\n2\n3\n4\n5\n', { pageBytes: 4 })).toMatchObject({ items: 2 });
    expect(await firstPage(jsonl, '1\n2\n3\n4\n5\n', { pageBytes: 5 })).toMatchObject({ items: 4 });
    expect(await firstPage(jsonl, '1\n2\n3\n4\n5\n', { pageBytes: 0 })).toMatchObject({ items: 2 });
  });

  test('has no more items than are wanted of the object', async () => {
    const page = await firstPage(jsonl, '1\n2\n3\n4\n5\n', { maxItems: 3 });
    expect(page).toMatchObject({ items: 3, isDone: true, marks: [0, 4, 6] });
  });

  test('keeps the columns of CSV, which are no item', async () => {
    const { position, marks } = await firstPage(csv, 'a,b\n1,2\n3,4\n');
    expect(position).toMatchObject({ columns: ['a', 'b'], items: 2 });
    expect(marks).toEqual([4, 12]);
  });

  test('of an object of megabytes reads them one by one', async () => {
    const line = `"${'x'.repeat(997)}"\n`;
    const source = sourceOf(line.repeat(3_000));
    const limits = { ...LIMITS, batchBytes: 10_000, pageBytes: 10_000_000, batches: 10_000 };
    const page = await readPage(jsonl, source, { ...BEGIN, bytes: source.bytes }, limits);
    expect(page).toMatchObject({ items: 3_000, isDone: true });
    expect(source.reads.map(({ from, to }) => to - from)).toEqual([1_048_576, 1_048_576, 902_848]);
  });
});

describe('A batch', () => {
  test.each([
    ['json', json, '[1, [2, 3], "é", {"a": 4}]', [1, [2, 3], 'é', { a: 4 }]],
    ['jsonl', jsonl, '1\n\n[2]\n"é"\n4', [1, [2], 'é', 4]],
    ['csv', csv, 'a\n1\n"2\n2"\n3\n4', [{ a: '1' }, { a: '2\n2' }, { a: '3' }, { a: '4' }]],
  ])(
    'of %s has the items that were found, and reads no more of the object than those',
    async (_, format, text, items) => {
      const source = sourceOf(text);
      const { position, marks } = await readPage(format, source, { ...BEGIN, bytes: source.bytes }, LIMITS);
      source.reads.length = 0;
      const { columns = [] } = position;
      const batches = marks
        .slice(0, -1)
        .map((from, at) =>
          readBatch(format, source, { from, to: marks[at + 1] as number, items: 2, first: at * 2, columns }),
        );
      expect((await Promise.all(batches)).flat()).toEqual(items);
      for (const { from, to } of source.reads) expect(to - from).toBeLessThan(source.bytes);
    },
  );

  test('that has fewer items than were found is refused', async () => {
    const batch = readBatch(jsonl, sourceOf('1\n'), { from: 0, to: 2, items: 2, first: 0, columns: [] });
    await expect(batch).rejects.toThrow('the object has fewer items than were found before');
  });
});

describe('An object is refused', () => {
  test.each([
    [json, '', 'Item 0 of the object, at byte 0, cannot be read: The object ends within the array'],
    [json, '{}', 'Item 0 of the object, at byte 0, cannot be read: The object must be an array of JSON'],
    [json, '[1', 'Item 0 of the object, at byte 0, cannot be read: The object ends within the array'],
    [json, '[1,', 'Item 1 of the object, at byte 2, cannot be read: The object ends within the array'],
    [json, '[1,]', 'Item 1 of the object, at byte 3, cannot be read: it is not JSON'],
    [json, '[1] 2', 'Item 1 of the object, at byte 2, cannot be read: The object goes on after the end'],
    [json, '[1, "\\"]', 'Item 1 of the object, at byte 2, cannot be read: The object ends within the array'],
    [json, '[1e999]', 'Item 0 of the object, at byte 1, cannot be read: it holds the number 1e999'],
    [jsonl, '1\n\nx\n', 'Item 1 of the object, at line 3, cannot be read: it is not JSON'],
    [
      jsonl,
      Buffer.from([0x22, 0xff, 0x22]),
      'Item 0 of the object, at line 1, cannot be read: it is not UTF-8',
    ],
    [csv, 'a,a\n', 'Item 0 of the object, at line 1, cannot be read: two columns are named "a"'],
    [csv, 'a,\n', 'Item 0 of the object, at line 1, cannot be read: column 2 has no name'],
    [csv, 'a\n"1\n', 'Item 0 of the object, at line 2, cannot be read: a quote is opened and never closed'],
    [csv, 'a\n1"\n', 'Item 0 of the object, at line 2, cannot be read: a quote stands within a field'],
    [csv, 'a\n"1"2\n', 'Item 0 of the object, at line 2, cannot be read: a field goes on behind the quote'],
    [
      csv,
      'a,b\n"1\n1",2\n3\n',
      'Item 1 of the object, at line 4, cannot be read: there are 1 fields, and 2 columns',
    ],
  ])('%#: %j', async (format, text, message) => {
    await expect(firstPage(format, text)).rejects.toThrow(message);
  });

  test('when an item is too large', async () => {
    const text = `1\n${'2'.repeat(101)}\n`;
    const message = 'Item 1 of the object takes more than 100 bytes, the most that a step may hold';
    await expect(firstPage(jsonl, text)).rejects.toThrow(message);
  });

  test('when a batch is too large', async () => {
    const text = `1\n2\n${'3'.repeat(60)}\n${'4'.repeat(60)}\n`;
    const message = 'A batch of the object, from item 2 on, takes more than 100 bytes';
    await expect(firstPage(jsonl, text)).rejects.toThrow(message);
  });
});

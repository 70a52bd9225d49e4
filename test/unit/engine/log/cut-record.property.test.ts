import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isJsonObject, type JsonObject, type JsonValue } from '../../../../src/common/json.ts';
import { parseJson, stringifyJson } from '../../../../src/common/json-text.ts';
import { measureJson } from '../../../../src/common/measure-json.ts';
import { cutRecord } from '../../../../src/engine/log/cut-record.ts';
import { joinRecord } from '../../../../src/engine/log/join-record.ts';
import { KnownValues } from '../../../../src/engine/log/known-values.ts';
import type { ExecutionRecord } from '../../../../src/interpreter/record.ts';
import type { StoredRecord } from '../../../../src/ports/execution-store.ts';

const LEAST = 60;

const value: fc.Arbitrary<JsonValue> = fc.letrec<{ value: JsonValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.oneof(fc.integer(), fc.boolean(), fc.constant(null), fc.string({ maxLength: 90 })),
    fc.array(tie('value'), { maxLength: 6 }),
    fc.dictionary(fc.oneof(fc.string({ maxLength: 5 }), fc.constant('__proto__')), tie('value'), {
      maxKeys: 6,
    }),
  ),
})).value;

const object = fc.dictionary(fc.string({ maxLength: 5 }), value, { maxKeys: 5 }) as fc.Arbitrary<JsonObject>;

/** Results of tasks as they may be spelled, and states that hold parts of them. */
const records: fc.Arbitrary<readonly ExecutionRecord[]> = fc
  .array(fc.tuple(object, fc.constantFrom(undefined, 1), object), { maxLength: 4 })
  .map((parts) =>
    parts.map(([output, indent, local], index) => ({
      firstEventId: index + 1,
      at: 0,
      owner: 'm',
      events: [{ type: 'TaskSucceeded', frame: 1, output: stringifyJson(output, indent) }],
      snapshot: plain({ frames: [{ local: { ...local, ...output } }], input: local }),
    })),
  );

function plain<T>(of: T): JsonValue {
  return parseJson(stringifyJson(of));
}

/** As a store would return it. */
function stored(record: StoredRecord): StoredRecord {
  return plain(record) as unknown as StoredRecord;
}

test('Records come back as they were, whatever is taken out of them', () => {
  fc.assert(
    fc.property(records, (originals) => {
      const known = new KnownValues(LEAST);
      const texts = new Map<string, string>();
      for (const original of originals) {
        const { record, blobs } = cutRecord(original, LEAST, known);
        for (const { ref, text } of blobs) texts.set(ref.blob, text);
        expect(plain(joinRecord(stored(record), texts))).toEqual(plain(original));
      }
    }),
  );
});

test('Nothing is stored twice, and nothing large stays', () => {
  fc.assert(
    fc.property(records, (originals) => {
      const known = new KnownValues(LEAST);
      const seen = new Set<string>();
      for (const original of originals) {
        const { record, blobs } = cutRecord(original, LEAST, known);
        for (const { ref } of blobs) {
          expect(seen.has(ref.blob)).toBe(false);
          seen.add(ref.blob);
        }
        for (const { ref } of record.cuts ?? []) expect(seen.has(ref.blob)).toBe(true);
        const [event] = record.events;
        expect(event && 'output' in event ? Buffer.byteLength(event.output) : 0).toBeLessThan(LEAST);
        expect(measureJson(record.snapshot ?? null).bytes).toBeLessThan(LEAST);
      }
    }),
  );
});

test('A large value of a result that came is not stored again with the state that holds it, however it was spelled', () => {
  const long = 'x'.repeat(100);
  const list = Array.from({ length: 40 }, (_, index) => index);
  for (const indent of [undefined, 2]) {
    const known = new KnownValues(LEAST);
    const output = stringifyJson({ long, list, short: 1 }, indent);
    const events = [{ type: 'TaskSucceeded', frame: 1, output }] as const;
    const first = cutRecord({ firstEventId: 1, at: 0, owner: 'm', events }, LEAST, known);
    const snapshot = { local: { list, other: { long } } };

    const second = cutRecord({ firstEventId: 2, at: 0, owner: 'm', events: [], snapshot }, LEAST, known);

    expect(first.blobs.map(({ text }) => text)).toEqual([output]);
    expect(second.blobs).toEqual([]);
    expect(second.record.cuts?.map(({ at }) => at)).toEqual([['long'], ['list']]);
  }
});

test('What could not be stored after all is stored by the next record that holds it', () => {
  const known = new KnownValues(LEAST);
  const record = { firstEventId: 1, at: 0, owner: 'm', events: [], snapshot: { a: 'x'.repeat(100) } };
  const { blobs } = cutRecord(record, LEAST, known);
  expect(blobs).toHaveLength(1);
  expect(cutRecord(record, LEAST, known).blobs).toEqual([]);

  known.forget(new Set(blobs.map(({ ref }) => ref.blob)));

  expect(cutRecord(record, LEAST, known).blobs).toEqual(blobs);
});

test('A record without large values is the same object', () => {
  const record = { firstEventId: 1, at: 0, owner: 'm', events: [], snapshot: { a: 'x' } };
  expect(cutRecord(record, LEAST, new KnownValues(LEAST)).record).toBe(record);
  expect(isJsonObject(record.snapshot)).toBe(true);
});

test('Texts that a whole state no longer holds are forgotten, and those that may come back at any time are not', () => {
  const known = new KnownValues(LEAST);
  const [gone, lasting] = ['x'.repeat(100), 'y'.repeat(100)];
  const input = stringifyJson({ lasting });
  const ref = { blob: 'input', bytes: input.length };
  known.addText(ref, input, true);
  const events = [{ type: 'TaskSucceeded', frame: 1, output: stringifyJson({ gone }) }] as const;
  cutRecord({ firstEventId: 1, at: 0, owner: 'm', events, snapshot: { local: {} } }, LEAST, known);

  const snapshot = { local: { gone, lasting } };
  const { blobs, record } = cutRecord(
    { firstEventId: 2, at: 0, owner: 'm', events: [], snapshot },
    LEAST,
    known,
  );

  expect(blobs.map(({ text }) => text)).toEqual([stringifyJson(gone)]);
  expect(record.cuts).toContainEqual({ path: ['snapshot', 'local', 'lasting'], ref, at: ['lasting'] });
});

import { expect, test } from 'vitest';
import type { JsonValue } from '../../../../src/common/json.ts';
import { cutRecord } from '../../../../src/engine/log/cut-record.ts';
import { joinRecord } from '../../../../src/engine/log/join-record.ts';
import { KnownValues } from '../../../../src/engine/log/known-values.ts';

/** A snapshot as it comes back from a store that keeps values of 1,000 bytes apart. */
function throughStore<Snapshot extends JsonValue>(snapshot: Snapshot): Snapshot {
  const record = { firstEventId: 1, at: 0, owner: 'm', events: [], snapshot };
  const { record: stored, blobs } = cutRecord(record, 1_000, new KnownValues(1_000));
  const texts = new Map(blobs.map(({ ref, text }) => [ref.blob, text]));
  return joinRecord(JSON.parse(JSON.stringify(stored)), texts).snapshot as Snapshot;
}

test('a value that lies at a hundred places of a state is in memory once', () => {
  const large = Array.from({ length: 500 }, (_, n) => n);
  const frames = Array.from({ length: 100 }, (_, n) => ({ n, input: { large } }));
  const joined = throughStore(frames);
  expect(joined).toEqual(frames);
  expect(new Set(joined.map(({ input }) => input.large)).size).toBe(1);
});

test('values with the same rest and other large values inside stay apart', () => {
  const rest = Object.fromEntries(Array.from({ length: 200 }, (_, n) => [`key-${n}`, n]));
  const snapshot = { a: { ...rest, text: 'a'.repeat(2_000) }, b: { ...rest, text: 'b'.repeat(2_000) } };
  expect(throughStore(snapshot)).toEqual(snapshot);
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { packText, unpackText } from '../../../../../src/adapters/aws/executions/packed-text.ts';
import { binaryText } from '../../../../helpers/binary-text.ts';
import { casesOf } from '../../../../helpers/property-cases.ts';

const TASK_RECORD = JSON.stringify({
  at: 1_767_225_600_123,
  owner: '8d3f5c1e-9a7b-4c2d-8e6f-1a2b3c4d5e6f',
  events: [
    { type: 'TaskSucceeded', frame: 1, output: '{"orderId":"4711-3","amount":37.5,"status":"reserved"}' },
    { type: 'StepExited', frame: 1 },
    { type: 'StepEntered', frame: 1 },
    { type: 'TaskScheduled', frame: 1 },
    { type: 'TaskStarted', frame: 1 },
  ],
});

/** The record above, packed as it was when the format was fixed. */
const STORED =
  'Aii1L/1gQgANAwBCRRIWkKcOiPVsWp1so7sj8UvMzuwzZO7OQO2Hd4I/kyWQBgYXBoZCoAaTwXqIyLz3F+34tmG6UuG14+k6mbmFFOAc2TbtpImlnM0MBgAJoLhFiw8kkj0iZEmSSG6hb28N';

test('Every text comes back', () => {
  fc.assert(
    fc.property(binaryText({ maxLength: 20_000 }), fc.nat(2_000), (text, times) => {
      const repeated = text.repeat(1 + (times % 7));
      expect(unpackText(packText(repeated))).toBe(repeated);
    }),
    { numRuns: casesOf(200) },
  );
});

test('The record of a typical task takes half its bytes', () => {
  expect(packText(TASK_RECORD).length).toBeLessThan(TASK_RECORD.length / 2);
});

test('A text never grows by more than a byte', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 300 }), (text) => {
      expect(packText(text).length).toBeLessThanOrEqual(Buffer.byteLength(text) + 1);
    }),
  );
});

test('What today writes can be read tomorrow: the format of stored records does not change', () => {
  const stored = Buffer.from(STORED, 'base64');
  expect(unpackText(stored)).toBe(TASK_RECORD);
});

test('Bytes that were packed in an unknown way are refused', () => {
  expect(() => unpackText(Uint8Array.of(9, 1, 2))).toThrow('unknown flag 9');
});

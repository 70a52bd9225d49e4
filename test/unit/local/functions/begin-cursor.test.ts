import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import { BeginCursor, claimCall } from '../../../../src/local/functions/begin-cursor.ts';

let cursor = new BeginCursor();

afterEach(() => {
  cursor.close();
  cursor = new BeginCursor();
});

test('calls begin in their order, and the cursor tells how far they got', () => {
  expect(cursor.begun()).toBe(0);
  expect(claimCall(1, cursor.fd)).toBe(true);
  expect(claimCall(2, cursor.fd)).toBe(true);
  expect(cursor.begun()).toBe(2);
});

test('calls that were taken back never begin, later ones do', () => {
  claimCall(1, cursor.fd);
  expect(cursor.revoke(3)).toBe(1);
  expect(claimCall(2, cursor.fd)).toBe(false);
  expect(claimCall(3, cursor.fd)).toBe(false);
  expect(claimCall(4, cursor.fd)).toBe(true);
});

test('whenever calls are taken back, each runs once or is taken back, and none is lost', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 5 }), (before) => {
      const own = new BeginCursor();
      const begun = [1, 2, 3, 4, 5].filter((call) => call <= before && claimCall(call, own.fd));
      const last = own.revoke(5);
      const takenBack = [1, 2, 3, 4, 5].filter((call) => call > last);
      const late = [1, 2, 3, 4, 5].filter((call) => call > before && claimCall(call, own.fd));
      own.close();
      expect([...begun, ...takenBack]).toEqual([1, 2, 3, 4, 5]);
      expect(late).toEqual([]);
    }),
  );
});

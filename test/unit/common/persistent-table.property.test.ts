import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PersistentTable } from '../../../src/common/persistent-table.ts';

const change = fc.record({ key: fc.integer({ min: 1, max: 70_000 }), remove: fc.boolean() });

test('a frame table holds what a Map holds, in order, and old tables never change', () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 60 }), (changes) => {
      const model = new Map<number, { id: number }>();
      let table = PersistentTable.empty<{ id: number }>();
      for (const { key, remove } of changes) {
        const before = table.values();
        const next = remove ? table.without(key) : table.with(key, { id: key });
        expect(table.values()).toEqual(before);
        if (remove) model.delete(key);
        else model.set(key, { id: key });
        table = next;
        expect(table.size).toBe(model.size);
        expect(table.get(key)).toEqual(model.get(key));
      }
      expect(table.values().map(({ id }) => id)).toEqual([...model.keys()].toSorted((a, b) => a - b));
      expect(table.get(80_000 ** 2)).toBeUndefined();
      expect(table.cleared().size).toBe(0);
    }),
  );
});

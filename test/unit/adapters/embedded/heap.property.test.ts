import fc from 'fast-check';
import { expect, test } from 'vitest';

import { Heap, type HeapEntry } from '../../../../src/adapters/embedded/heap.ts';

const pushes = fc.array(fc.record({ kind: fc.constant('push' as const), at: fc.nat(50) }), {
  maxLength: 200,
});
const steps = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant('push' as const), at: fc.nat(50) }),
    fc.record({ kind: fc.constant('pop' as const), now: fc.nat(60) }),
    fc.record({ kind: fc.constant('remove' as const), pick: fc.nat() }),
  ),
  { maxLength: 300 },
);

test('A heap answers like a sorted list, whatever is pushed, popped and removed', () => {
  fc.assert(
    fc.property(pushes, steps, (first, then) => {
      const heap = new Heap<HeapEntry>();
      const held = new Set<HeapEntry>();
      const removed: HeapEntry[] = [];
      const earliest = () => Math.min(...[...held].map((entry) => entry.at));

      for (const step of [...first, ...then]) {
        if (step.kind === 'push') {
          const entry = { at: step.at, position: -1 };
          held.add(entry);
          heap.push(entry);
        } else if (step.kind === 'pop') {
          const due = held.size > 0 && earliest() <= step.now ? earliest() : undefined;
          const popped = heap.popDue(step.now);
          expect(popped?.at).toBe(due);
          if (popped !== undefined) {
            expect(held.delete(popped)).toBe(true);
            removed.push(popped);
          }
        } else {
          const entry = [...held, ...removed][step.pick % (held.size + removed.length)];
          if (entry !== undefined) {
            heap.remove(entry);
            if (held.delete(entry)) removed.push(entry);
          }
        }
        expect(heap.size).toBe(held.size);
        expect(heap.peek()?.at).toBe(held.size === 0 ? undefined : earliest());
      }
    }),
  );
});

test('What is left after removals from anywhere comes out in order', () => {
  const entries = fc.array(fc.record({ at: fc.nat(1_000_000), isRemoved: fc.boolean() }), {
    minLength: 50,
    maxLength: 300,
    size: 'max',
  });
  fc.assert(
    fc.property(entries, (all) => {
      const heap = new Heap<HeapEntry>();
      const pushed = all.map(({ at, isRemoved }) => ({ at, isRemoved, position: -1 }));
      for (const entry of pushed) heap.push(entry);
      for (const entry of pushed) if (entry.isRemoved) heap.remove(entry);

      const drained: number[] = [];
      for (let next = heap.popDue(1_000_000); next !== undefined; next = heap.popDue(1_000_000))
        drained.push(next.at);

      const kept = pushed.filter((entry) => !entry.isRemoved).map((entry) => entry.at);
      expect(drained).toEqual(kept.sort((a, b) => a - b));
    }),
  );
});

import fc from 'fast-check';
import { expect, test } from 'vitest';

import { Heap, type HeapEntry } from '../../../../src/adapters/embedded/heap.ts';

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
    fc.property(steps, (all) => {
      const heap = new Heap<HeapEntry>();
      const held = new Set<HeapEntry>();
      const removed: HeapEntry[] = [];
      const earliest = () => Math.min(...[...held].map((entry) => entry.at));

      for (const step of all) {
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

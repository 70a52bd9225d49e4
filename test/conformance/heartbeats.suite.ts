import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Heartbeat } from '../../src/interpreter/heartbeats.ts';
import type { ExecutionStore } from '../../src/ports/execution-store.ts';
import type { Heartbeats } from '../../src/ports/heartbeats.ts';
import { makeHeader, makeRecord, START } from './execution-fixtures.ts';

/** Heartbeats, and the executions that they belong to. */
export interface HeartbeatsHarness {
  readonly heartbeats: Heartbeats;
  readonly executions: ExecutionStore;
  readonly dispose: () => Promise<void>;
}

const { id } = makeHeader('a');
const ENDS_BY = START + 86_400_000;
const first = { entry: 7, attempt: 0, at: START + 10 };

/** The promises of every home about heartbeats (src/ports/heartbeats.ts). */
export function heartbeatsSuite(home: string, open: () => Promise<HeartbeatsHarness>): void {
  describe(`Heartbeats, ${home}`, () => {
    let harness: HeartbeatsHarness;
    beforeEach(async () => {
      harness = await open();
      await harness.executions.create(makeHeader('a'));
      await harness.executions.create(makeHeader('b'));
    });
    afterEach(() => harness.dispose());

    const keep = (heartbeat: Parameters<Heartbeats['keep']>[1]) =>
      harness.heartbeats.keep(id, heartbeat, ENDS_BY);
    const miss = (attempt: number, newest: Heartbeat | undefined) =>
      harness.heartbeats.miss(id, { entry: 7, attempt, newest }, ENDS_BY);
    const list = () => harness.heartbeats.list(id);

    test('The newest heartbeat of each task is kept, with what it said', async () => {
      expect(await list()).toEqual([]);
      expect(await keep({ ...first, detail: '3 of 9' })).toBe(true);
      expect(await keep({ ...first, at: START + 20 })).toBe(true);
      expect(await keep({ entry: 9, attempt: 2, at: START + 5, detail: '進捗 "50 %"' })).toBe(true);
      expect((await list()).toSorted((a, b) => a.entry - b.entry)).toEqual([
        { ...first, at: START + 20 },
        { entry: 9, attempt: 2, at: START + 5, detail: '進捗 "50 %"' },
      ]);
      expect(await harness.heartbeats.list(makeHeader('b').id)).toEqual([]);
    });

    test('One that is older than the one that is there changes nothing, a repeat neither', async () => {
      await keep({ ...first, detail: 'new' });
      expect(await keep({ ...first, at: START, detail: 'old' })).toBe(true);
      expect(await keep({ ...first, detail: 'again' })).toBe(true);
      expect(await list()).toEqual([{ ...first, detail: 'new' }]);
    });

    test('A later attempt takes the place of an earlier one, which has none any more', async () => {
      await keep(first);
      expect(await miss(0, first)).toBe(true);
      expect(await keep({ ...first, attempt: 1, at: START })).toBe(true);
      expect(await keep({ ...first, at: START + 99 })).toBe(false);
      expect(await miss(0, undefined)).toBe(false);
      expect(await list()).toEqual([{ ...first, attempt: 1, at: START }]);
    });

    test('Once one counts as missed, none of that attempt is kept', async () => {
      const half = { ...first, detail: 'half' };
      await keep(half);
      expect(await miss(0, half)).toBe(true);
      expect(await miss(0, half)).toBe(true);
      expect(await keep({ ...first, at: START + 20 })).toBe(false);
      expect(await list()).toEqual([{ ...first, detail: 'half', isMissed: true }]);
    });

    test('An attempt that has never sent one can have missed it', async () => {
      expect(await miss(0, undefined)).toBe(true);
      expect(await miss(0, undefined)).toBe(true);
      expect(await keep(first)).toBe(false);
      expect(await list()).toEqual([{ ...first, at: 0, isMissed: true }]);
    });

    test('None counts as missed when another has come since', async () => {
      await keep(first);
      expect(await miss(0, undefined)).toBe(false);
      await keep({ ...first, at: START + 20 });
      expect(await miss(0, first)).toBe(false);
      expect(await list()).toEqual([{ ...first, at: START + 20 }]);
    });

    test('Of a heartbeat and a mark at the same time one holds', async () => {
      const [isKept, isMissed] = await Promise.all([keep(first), miss(0, undefined)]);
      expect(isKept).toBe(!isMissed);
    });

    test('They are no part of the log', async () => {
      await harness.executions.append(id, makeRecord(1, 3));
      await keep(first);
      expect(await harness.executions.load(id)).toEqual({
        header: makeHeader('a'),
        records: [makeRecord(1, 3)],
      });
    });
  });
}

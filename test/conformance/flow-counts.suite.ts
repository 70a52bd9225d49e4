import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ExecutionStore } from '../../src/ports/execution-store.ts';
import { type FlowCounts, MOST_RUNNING } from '../../src/ports/flow-counts.ts';
import { makeHeader, START } from './execution-fixtures.ts';

/** Counts, and the executions that run. */
export interface FlowCountsHarness {
  readonly counts: FlowCounts;
  readonly executions: ExecutionStore;
  readonly dispose: () => Promise<void>;
}

const HOUR = 3_600_000;
const run = {
  flowId: 'flow-1',
  name: 'a',
  status: 'Succeeded',
  startedAt: START,
  stoppedAt: START + 100,
} as const;

/** The promises of every home that counts ends (src/ports/flow-counts.ts). */
export function flowCountsSuite(home: string, open: () => Promise<FlowCountsHarness>): void {
  describe(`Counts of flows, ${home}`, () => {
    let harness: FlowCountsHarness;
    beforeEach(async () => {
      harness = await open();
    });
    afterEach(() => harness.dispose());

    test('Ends are counted by flow and by how, with the last one', async () => {
      const { counts } = harness;
      await counts.ended(run);
      await counts.ended({ ...run, name: 'b', status: 'Failed' });
      await counts.ended({ ...run, name: 'c', stoppedAt: START + 200 });
      await counts.ended({ ...run, flowId: 'flow-2', status: 'Stopped' });
      expect(await counts.read('flow-1', START + HOUR)).toMatchObject({
        ended: { Succeeded: 2, Failed: 1 },
        last: { name: 'c', status: 'Succeeded', startedAt: START, stoppedAt: START + 200 },
      });
      expect(await counts.read('flow-2', START + HOUR)).toMatchObject({ ended: { Stopped: 1 } });
      expect(await counts.read('flow-3', START + HOUR)).toBeUndefined();
    });

    test('Ends that come at the same time are all counted', async () => {
      const { counts } = harness;
      const names = Array.from({ length: 50 }, (_, index) => `at-once-${index}`);
      await Promise.all(names.map((name) => counts.ended({ ...run, name })));
      expect((await counts.read('flow-1', START))?.ended).toEqual({ Succeeded: 50 });
    });

    test('The median and the 95th percentile are within a tenth', async () => {
      const { counts } = harness;
      for (let number = 1; number <= 100; number += 1)
        await counts.ended({ ...run, stoppedAt: START + number * 1_000 });
      const { median = 0, p95 = 0 } = (await counts.read('flow-1', START + HOUR)) ?? {};
      expect(Math.abs(median / 50_000 - 1)).toBeLessThan(0.1);
      expect(Math.abs(p95 / 95_000 - 1)).toBeLessThan(0.1);
    });

    test('After 24 hours an end counts no more, but the last one is still known', async () => {
      const { counts } = harness;
      await counts.ended(run);
      await counts.ended({ ...run, name: 'later', stoppedAt: START + 3 * HOUR });
      const later = async (hours: number) => counts.read('flow-1', START + hours * HOUR);
      expect((await later(23))?.ended).toEqual({ Succeeded: 2 });
      expect((await later(25))?.ended).toEqual({ Succeeded: 1 });
      expect(await later(40)).toMatchObject({ ended: {}, last: { name: 'later' } });
      expect(await later(40)).not.toHaveProperty('median');
    });

    test('Executions that run are counted up to a bound', async () => {
      const { counts, executions } = harness;
      expect(await counts.running('flow-1')).toEqual({ count: 0, isLeast: false });
      const names = Array.from({ length: MOST_RUNNING }, (_, index) => `run-${index}`);
      await Promise.all(names.map((name) => executions.create(makeHeader(name))));
      expect(await counts.running('flow-1')).toEqual({ count: MOST_RUNNING, isLeast: false });
      expect(await counts.running('flow-2')).toEqual({ count: 0, isLeast: false });
      await executions.create(makeHeader('one-more'));
      expect(await counts.running('flow-1')).toEqual({ count: MOST_RUNNING, isLeast: true });
    });
  });
}

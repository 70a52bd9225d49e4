import { expect, test } from 'vitest';
import { wholeVariable } from '../helpers/whole-number.ts';
import { runLoad } from './run-load.ts';
import { formatReport, judgeMemory } from './verdict.ts';

/** `npm run test:long` and `npm run load` go on for longer. */
const SECONDS = wholeVariable('FDL_LOAD_SECONDS', 1, 6);

test('Under steady mixed load no execution is lost, and memory does not grow with those that have ended', async () => {
  const report = await runLoad({ seconds: SECONDS, rate: 40, sampleSeconds: 1 });
  expect(report.wrong, formatReport(report)).toEqual([]);
  expect(report.started).toBeGreaterThan(SECONDS * 20);
  expect(judgeMemory(report.samples).isFlat, formatReport(report)).toBe(true);
});

test('Memory that grows with every execution is noticed', () => {
  const growing = Array.from({ length: 30 }, (_, at) => ({
    ended: at * 1_000,
    heap: 50_000_000 + at * 400_000,
    resident: 0,
    functions: 0,
  }));
  expect(judgeMemory(growing).isFlat).toBe(false);
  expect(judgeMemory(growing.map((sample) => ({ ...sample, heap: 50_000_000 }))).isFlat).toBe(true);
});

import { expect, test } from 'vitest';
import type { SimulatedHome } from '../../src/testing/simulation/fates.ts';
import { runBatch } from './world/batch.ts';

/** Days that once broke a promise, and no seeds of `npm test`. What each has found is told in docs/internals/simulation.md. */
const KEPT: readonly (readonly [seed: number, home: SimulatedHome, what: string])[] = [
  [1_401_852, 'aws', 'the end of an execution, written once more after a later end'],
  [3_511_852, 'aws', 'a stop that a process took for one of another attempt'],
  [3_510_672, 'aws', 'the name of a map run inside an input'],
  [4_701_810, 'aws', 'a flow of a hundred steps and its forks, which take many turns and end'],
  [5_700_067, 'aws', 'a start that is yet to be told when its execution has been stopped'],
  [7_110_320, 'aws', 'a firing that is noted as skipped by a repeat while it waits'],
  [3_702_493, 'embedded', 'children of an execution that was stopped once and failed later, which run on'],
];

test.each(KEPT)('Every promise holds on the day of seed %i (%s): %s', async (first, home) => {
  const { failures } = await runBatch({ first, runs: 1, home });
  if (failures.length > 0) expect.fail(failures.join('\n\n'));
});

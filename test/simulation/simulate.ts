import { parseArgs } from 'node:util';
import { describeFailure, trySeed } from '../helpers/simulation-seeds.ts';

/** Failures that are shown before the rest is only counted. */
const MAX_SHOWN = 5;

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
  },
});

const first = Number(values.seed);
const runs = Number(values.runs);
const startedAt = performance.now();
let failures = 0;

for (let seed = first; seed < first + runs; seed++) {
  const failed = await trySeed(seed);
  if (failed === undefined) continue;
  failures++;
  if (failures <= MAX_SHOWN) console.error(`${describeFailure(failed)}\n`);
}

const seconds = (performance.now() - startedAt) / 1000;
console.log(
  `${runs} runs from seed ${first} in ${seconds.toFixed(1)} s (${((seconds * 1000) / runs).toFixed(1)} ms each), ${failures} broke a promise`,
);
process.exitCode = failures === 0 ? 0 : 1;

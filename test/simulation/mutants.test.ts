import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { RandomFates } from '../../src/testing/simulation/fates.ts';
import { calmRun, tryRun } from '../../src/testing/simulation/try-run.ts';
import { wholeVariable } from '../helpers/whole-number.ts';
import { MUTANTS } from './mutants.ts';
import { withMutant } from './world/mutants.ts';
import { scenarioOf } from './world/seeds.ts';

/** Every so manieth mistake is tried; `npm run test:long` tries each. */
const STRIDE = wholeVariable('FDL_STRIDE', 1, 8);

test.each(MUTANTS.filter((_, index) => index % STRIDE === 0))(
  'An engine that $name is found out by seed $seed',
  async (mutant) => {
    const { seed, home } = mutant;
    const fates = () => new RandomFates(seed, new Set(), home);
    const scenario = scenarioOf(seed);
    const calm = await calmRun(scenario);
    const found = await withMutant(mutant, (engine) => tryRun(scenario, calm, fates(), engine));
    expect(String(found?.problem)).toContain('Error');
    expect(await tryRun(scenario, calm, fates())).toBeUndefined();
  },
);

test('The page about the simulation lists every deliberate mistake with its seed', () => {
  const page = readFileSync('docs/internals/simulation.md', 'utf8');
  const rows = MUTANTS.map(({ name, seed }) => `| ${name} | ${seed} |`);
  expect(rows.filter((row) => !page.includes(row))).toEqual([]);
});

test('Every deliberate mistake fits the engine as it is, also those that are not tried now', () => {
  const fits = ({ file, original }: (typeof MUTANTS)[number]) =>
    readFileSync(file, 'utf8').split(original).length === 2;
  expect(MUTANTS.filter((mutant) => !fits(mutant)).map(({ name }) => name)).toEqual([]);
});

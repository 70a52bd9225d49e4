import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { MUTANTS } from './mutants.ts';
import { RandomFates } from './world/fates.ts';
import { withMutant } from './world/mutants.ts';
import { calmRun, scenarioOf, tryRun } from './world/seeds.ts';

test.each(MUTANTS)('An engine that $name is found out by seed $seed', async (mutant) => {
  const { seed } = mutant;
  const scenario = scenarioOf(seed);
  const calm = await calmRun(scenario);
  const found = await withMutant(mutant, (engine) => tryRun(scenario, calm, new RandomFates(seed), engine));
  expect(String(found?.problem)).toContain('Error');
  expect(await tryRun(scenario, calm, new RandomFates(seed))).toBeUndefined();
});

test('The page about the simulation lists every deliberate mistake with its seed', () => {
  const page = readFileSync('docs/internals/simulation.md', 'utf8');
  const rows = MUTANTS.map(({ name, seed }) => `| ${name} | ${seed} |`);
  expect(rows.filter((row) => !page.includes(row))).toEqual([]);
});

import type { Results } from '../results.ts';
import { measureGrowth } from './growth.ts';
import { growthTable } from './table.ts';

/** Measures how cost grows in the embedded home (`growth`). */
export async function runGrowth(isWanted: (name: 'growth') => boolean): Promise<Partial<Results>> {
  if (!isWanted('growth')) return {};
  const begun = performance.now();
  const growth = await measureGrowth();
  console.log(`growth  (${Math.round((performance.now() - begun) / 1000)} s)\n${growthTable(growth)}`);
  return { growth };
}

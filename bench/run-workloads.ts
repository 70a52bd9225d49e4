import { embeddedWorkloads } from './embedded/workloads.ts';
import { cellsOf, type Figure } from './figure.ts';
import { mergeFigures, type Results, readResults } from './results.ts';

/** Measures the wanted workloads of the embedded home, and prints each as soon as it is known. */
export async function runWorkloads(isWanted: (name: string) => boolean): Promise<Partial<Results>> {
  const found: Figure[] = [];
  for (const { name, title, measure } of embeddedWorkloads) {
    if (!isWanted(name)) continue;
    const begun = performance.now();
    const figures = await measure();
    found.push(...figures);
    console.log(`${name}  ${title}  (${Math.round((performance.now() - begun) / 1000)} s)`);
    for (const figure of figures) console.log(`    ${cellsOf(figure).slice(1).join('  ')}`);
  }
  return { embedded: mergeFigures(readResults().embedded ?? [], found) };
}

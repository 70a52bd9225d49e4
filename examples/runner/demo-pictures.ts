import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { executionPicture } from '../../src/cli/output/execution-picture.ts';
import type { Example } from './example.ts';
import type { CaseRun } from './run-examples.ts';

/** Draws how the runs of an example went, each into a file of the folder. @returns the files */
export async function writePictures(
  { name, flows }: Example,
  runs: readonly CaseRun[],
  folder: string,
): Promise<readonly string[]> {
  await mkdir(folder, { recursive: true });
  const drawn = runs
    .filter(({ example }) => example === name)
    .flatMap(({ outcome, ...run }) => (outcome === undefined ? [] : [{ ...run, outcome }]));
  return await Promise.all(
    drawn.map(async ({ flowName, expected, outcome }) => {
      const file = join(folder, `${flowName}.${expected.name}.svg`);
      const key = { FlowName: flowName, ExecutionName: expected.name };
      await writeFile(file, await executionPicture(key, flows[flowName] ?? '', outcome.events, 'svg'));
      return file;
    }),
  );
}

import { cpSync, globSync, statSync } from 'node:fs';
import { relative } from 'node:path';
import type { Metafile } from 'esbuild';
import { bundlePrograms } from './bundle.ts';

/** Files that only the demo, the tests and deployments from a clone read. */
const LEFT_OUT = ['*/stack.ts', '*/history.json', '*/*.test.yaml', 'runner/**', 'shared/**', '*.ts'];

/**
 * Puts the examples into a folder as an installed package needs them: what they call, and their workers, as JavaScript
 * that carries its packages with it, since Node.js strips types of no file in `node_modules`.
 *
 * @returns what went into it.
 */
export async function buildExamples(from: string, to: string): Promise<Metafile> {
  const exclude = LEFT_OUT.map((pattern) => `${from}/${pattern}`);
  const files = globSync(`${from}/**`, { exclude }).filter((path) => statSync(path).isFile());
  const [programs, others] = [files.filter(isProgram), files.filter((file) => !isProgram(file))];
  for (const file of others) cpSync(file, `${to}/${relative(from, file)}`);
  return await bundlePrograms(programs, from, to);
}

function isProgram(file: string): boolean {
  return file.endsWith('.ts');
}

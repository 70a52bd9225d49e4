import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = join(import.meta.dirname, 'corpus');

/** The kept inputs of a target: JSON, for inputs may hold what UTF-8 cannot. */
export function readCorpus(name: string): readonly string[] {
  const file = fileOf(name);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : [];
}

/** Keeps inputs for the next run. */
export function writeCorpus(name: string, inputs: readonly string[]): void {
  writeFileSync(fileOf(name), `${JSON.stringify(inputs, null, 2)}\n`);
}

function fileOf(name: string): string {
  return join(FOLDER, `${name}.json`);
}

import { globSync, readFileSync } from 'node:fs';

/** The definitions of the examples. */
export function seedTexts(): readonly string[] {
  return globSync('examples/*/*.yaml')
    .toSorted()
    .map((file) => readFileSync(file, 'utf8'));
}

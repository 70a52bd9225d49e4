import { globSync, statSync } from 'node:fs';
import { join, normalize } from 'node:path';
import { usageError } from '../cli-error.ts';

const ENDINGS = '*.test.{yaml,yml,json}';

/** The test files that paths name: files themselves, and what lies anywhere below folders, in order of their names. */
export function findTestFiles(paths: readonly string[]): readonly string[] {
  const found = paths.flatMap((path) => {
    const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory();
    if (isFolder === undefined) throw usageError(`there is no file or folder ${path}`);
    if (!isFolder) return [normalize(path)];
    return globSync(`**/${ENDINGS}`, { cwd: path, exclude: (name) => name === 'node_modules' })
      .map((file) => join(path, file))
      .toSorted();
  });
  if (found.length > 0) return [...new Set(found)];
  throw usageError(`there is no test file (${ENDINGS}) below ${paths.join(', ')}`);
}

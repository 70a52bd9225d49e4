import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { lookAt } from '../loaded-code.ts';
import type { LoadedFile } from '../protocol.ts';

/** More are not reported: so many files are not edited by hand. */
const MAX_FILES = 5_000;

const known = new Set<string>();
let news: LoadedFile[] = [];

/** From now on notes every file that is imported or required, as it is just before. */
export function noteLoadedFiles(): void {
  registerHooks({
    resolve: (specifier, context, nextResolve) => {
      const resolved = nextResolve(specifier, context);
      note(resolved.url);
      return resolved;
    },
  });
}

/** The files that were loaded since this was last asked. */
export function takeLoadedFiles(): readonly LoadedFile[] {
  const files = news;
  news = [];
  return files;
}

function note(url: string): void {
  if (!url.startsWith('file:') || known.has(url) || known.size >= MAX_FILES) return;
  known.add(url);
  const path = fileURLToPath(url);
  const stamp = lookAt(path);
  if (stamp !== undefined) news.push({ path, ...stamp });
}

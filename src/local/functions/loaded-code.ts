import { statSync } from 'node:fs';
import type { LoadedFile } from './protocol.ts';

/** Looking at the files may take so much of the time, in milliseconds per file. */
const MS_PER_FILE = 0.2;

/** The files that the processes of a function have loaded: a change of any of them makes its code outdated. */
export class LoadedCode {
  readonly #files = new Map<string, LoadedFile>();
  #isOutdated = false;
  #lookedAt = 0;

  add(files: readonly LoadedFile[]): void {
    for (const file of files) {
      const known = this.#files.get(file.path);
      if (known !== undefined && !isSame(known, file)) this.#isOutdated = true;
      this.#files.set(file.path, file);
    }
  }

  /** True when files are known and none has changed. */
  isCurrent(): boolean {
    return this.#files.size > 0 && !this.isOutdated();
  }

  /** Looks at the files themselves, so it needs no watch and holds on every file system; many are looked at less often. */
  isOutdated(): boolean {
    const now = performance.now();
    if (this.#isOutdated || now - this.#lookedAt < this.#files.size * MS_PER_FILE) return this.#isOutdated;
    this.#lookedAt = now;
    for (const file of this.#files.values()) {
      const found = lookAt(file.path);
      if (found === undefined || !isSame(file, found)) this.#isOutdated = true;
    }
    return this.#isOutdated;
  }
}

type Stamp = Omit<LoadedFile, 'path'>;

/** The present stamp of a file; undefined for one that cannot be read. */
export function lookAt(path: string): Stamp | undefined {
  try {
    const { mtimeMs: modifiedAt, size } = statSync(path);
    return { modifiedAt, size };
  } catch {
    return undefined;
  }
}

function isSame(a: Stamp, b: Stamp): boolean {
  return a.modifiedAt === b.modifiedAt && a.size === b.size;
}

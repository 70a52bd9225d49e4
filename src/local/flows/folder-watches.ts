import { type FSWatcher, watch } from 'node:fs';
import { problemOf } from './file-problem.ts';

/** Watches folders that come and go. */
export class FolderWatches {
  readonly #watches = new Map<string, FSWatcher>();
  readonly #onChange: () => void;
  readonly #write: (line: string) => void;

  constructor(onChange: () => void, write: (line: string) => void) {
    this.#onChange = onChange;
    this.#write = write;
  }

  /** Watches these folders and no others. A folder that cannot be watched is reported, and its files are loaded once only. */
  keep(folders: readonly string[]): void {
    for (const [folder, watcher] of this.#watches) {
      if (folders.includes(folder)) continue;
      watcher.close();
      this.#watches.delete(folder);
    }
    for (const folder of folders) if (!this.#watches.has(folder)) this.#begin(folder);
  }

  close(): void {
    for (const watcher of this.#watches.values()) watcher.close();
    this.#watches.clear();
  }

  #begin(folder: string): void {
    try {
      const watcher = watch(folder, this.#onChange);
      this.#watches.set(folder, watcher);
      // The folder is gone, or the system is out of watches; a new folder of that name is watched anew.
      watcher.on('error', () => {
        watcher.close();
        this.#watches.delete(folder);
        this.#onChange();
      });
    } catch (error) {
      this.#write(`warning: changes in ${folder} are not noticed before a restart: ${problemOf(error)}`);
    }
  }
}

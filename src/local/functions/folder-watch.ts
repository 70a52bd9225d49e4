import { type FSWatcher, watch } from 'node:fs';

const CODE = /\.([cm]?[jt]s|json|py)$/;

/**
 * Calls `onChange` whenever code anywhere below a folder may have changed.
 *
 * Best effort: a folder that cannot be watched (too many watches, some network file systems) is left alone.
 */
export class FolderWatch {
  private watcher: FSWatcher | undefined;

  constructor(folder: string, onChange: () => void) {
    try {
      this.watcher = watch(folder, { recursive: true, persistent: false }, (_event, path) => {
        if (path === null || CODE.test(path)) onChange();
      });
      this.watcher.on('error', () => this.close());
    } catch {
      this.watcher = undefined;
    }
  }

  close(): void {
    this.watcher?.close();
    this.watcher = undefined;
  }
}

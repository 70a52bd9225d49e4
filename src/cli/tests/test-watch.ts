import { globSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { FolderWatches } from '../../local/flows/folder-watches.ts';
import type { TestedFile } from './tested-file.ts';

/** An editor that saves a file changes it several times in a row. */
const SETTLED_MILLISECONDS = 50;

/** Notices changes of test files, and of the flows and functions that they name. */
export class TestWatch {
  readonly #watches: FolderWatches;
  #tell: (hasChanged: boolean) => void = () => {};
  #isClosed = false;

  /** `write` hears what cannot be watched. */
  constructor(write: (line: string) => void) {
    this.#watches = new FolderWatches(() => setTimeout(() => this.#tell(true), SETTLED_MILLISECONDS), write);
  }

  /** Resolves to true once something has changed, and to false once this is closed. */
  async changed(paths: readonly string[], files: readonly TestedFile[]): Promise<boolean> {
    if (this.#isClosed) return false;
    const told = new Promise<boolean>((resolve) => {
      this.#tell = resolve;
    });
    this.#watches.keep([...new Set([...paths.flatMap(foldersBelow), ...files.flatMap(foldersOf)])]);
    return await told;
  }

  close(): void {
    this.#isClosed = true;
    this.#watches.close();
    this.#tell(false);
  }
}

function foldersOf({ path, file }: TestedFile): readonly string[] {
  const here = dirname(path);
  const flows = (file?.flows ?? []).map((flow) => dirname(resolve(here, flow.file)));
  const functions = (file?.cases ?? []).flatMap(({ functions: folder }) => {
    return folder === undefined ? [] : foldersBelow(resolve(here, folder));
  });
  return [here, ...flows, ...functions];
}

/** A folder with all inside it; the folder of a file. */
function foldersBelow(path: string): readonly string[] {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) return [dirname(path)];
  const inner = globSync('**/', { cwd: path, exclude: (name) => name === 'node_modules' });
  return [path, ...inner.map((folder) => resolve(path, folder))];
}

import {
  type Dirent,
  lstatSync,
  readdirSync,
  readlinkSync,
  realpathSync,
  type Stats,
  statSync,
} from 'node:fs';
import { basename, extname, join } from 'node:path';
import { problemOf } from './file-problem.ts';

/** A file that may define a flow. */
export interface DefinitionFile {
  readonly path: string;
  readonly flowName: string;
}

/** The content of flow folders at one moment. */
export interface ScannedFolders {
  /** One file per flow, in order of folders and paths. */
  readonly files: readonly DefinitionFile[];
  /** Every folder that was looked into. */
  readonly folders: readonly string[];
  /** Why an entry is not loaded, by its path. */
  readonly leftOut: ReadonlyMap<string, string>;
}

const DEFINITION = /\.(?:ya?ml|json)$/i;
/** Files that are clearly no definitions: hidden files, backups of editors, texts about flows and the code of functions. */
const QUIET = /^\.|~$|\.(?:md|[cm]?[jt]sx?|pyc?)$/i;
const MAX_DEPTH = 16;
const MAX_ENTRIES = 20_000;

/** Looks through flow folders and the folders inside; `orders.yaml`, `.yml` or `.json` is the flow `orders`. Never throws. */
export function scanFolders(roots: readonly string[]): ScannedFolders {
  const scan = new Scan();
  for (const root of roots) scan.folder(root, 0);
  return scan.result();
}

class Scan {
  readonly #files = new Map<string, DefinitionFile>();
  readonly #folders: string[] = [];
  readonly #leftOut = new Map<string, string>();
  /** Folders by their real paths: links may lead in circles. */
  readonly #visited = new Set<string>();
  #entries = 0;

  result(): ScannedFolders {
    return { files: [...this.#files.values()], folders: this.#folders, leftOut: this.#leftOut };
  }

  folder(path: string, depth: number): void {
    const entries = this.#listing(path, depth);
    for (const { name } of entries) {
      this.#entries += 1;
      if (this.#entries > MAX_ENTRIES) {
        this.#leftOut.set(path, `holds too much: of all flow folders ${MAX_ENTRIES} entries are looked at`);
        return;
      }
      if (!QUIET.test(name) && name !== 'node_modules') this.#entry(join(path, name), depth);
    }
  }

  #listing(path: string, depth: number): readonly Dirent[] {
    try {
      const real = realpathSync(path);
      if (this.#visited.has(real)) {
        this.#leftOut.set(path, `is the folder ${real} once more`);
        return [];
      }
      if (depth > MAX_DEPTH) {
        this.#leftOut.set(
          path,
          `is nested too deeply: ${MAX_DEPTH} folders inside each other are looked into`,
        );
        return [];
      }
      this.#visited.add(real);
      this.#folders.push(path);
      return readdirSync(path, { withFileTypes: true }).toSorted((a, b) => (a.name < b.name ? -1 : 1));
    } catch (error) {
      this.#leftOut.set(path, `cannot be read: ${problemOf(error)}`);
      return [];
    }
  }

  #entry(path: string, depth: number): void {
    const stats = this.#look(path);
    if (stats === undefined) return;
    if (stats.isDirectory()) {
      if (DEFINITION.test(path))
        this.#leftOut.set(path, 'is a folder and no definition; what it holds is looked at');
      this.folder(path, depth + 1);
    } else if (!stats.isFile()) {
      this.#leftOut.set(path, 'is left out: it is no regular file');
    } else if (DEFINITION.test(path)) {
      this.#definition(path);
    } else {
      this.#leftOut.set(path, 'is left out: definitions end in .yaml, .yml or .json');
    }
  }

  /** Undefined for an entry that cannot be read, or has vanished meanwhile. */
  #look(path: string): Stats | undefined {
    try {
      return statSync(path);
    } catch (error) {
      if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink())
        this.#leftOut.set(
          path,
          `is a link to ${readlinkSync(path)}, which cannot be followed: ${problemOf(error)}`,
        );
      return undefined;
    }
  }

  #definition(path: string): void {
    const flowName = basename(path, extname(path));
    const first = this.#files.get(flowName);
    if (first === undefined) this.#files.set(flowName, { path, flowName });
    else this.#leftOut.set(path, `is left out: the flow ${flowName} comes from ${first.path}`);
  }
}

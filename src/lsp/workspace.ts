import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { KnownOfHome } from '../editor/known-of-home.ts';
import { scanFolders } from '../local/flows/scan-folders.ts';
import { findFunction } from '../local/functions/find-function.ts';
import { listFunctions } from '../local/functions/list-functions.ts';
import { readTarget } from '../targets/targets.ts';
import { isDefinition } from './is-definition.ts';

/** The folders that an editor has open: what definitions in them may call. */
export class Workspace {
  readonly #roots: readonly string[];
  readonly #functionFolders: readonly string[];
  /** Undefined until it is asked for, and again after a file was saved. */
  #known: KnownOfHome | undefined;

  /** @param functionFolders - where functions lie; without any the folders `functions` of the roots */
  constructor(roots: readonly string[], functionFolders: readonly string[]) {
    this.#roots = roots;
    this.#functionFolders =
      functionFolders.length > 0 ? functionFolders : roots.map((root) => join(root, 'functions'));
  }

  /** The functions and flows of the folders, as they were when a file was last saved. */
  get known(): KnownOfHome {
    this.#known ??= { targets: this.#functions(), flows: this.#flows() };
    return this.#known;
  }

  /** Looks at the folders again when it is asked the next time. */
  forget(): void {
    this.#known = undefined;
  }

  /** The file that a target is defined in, as a URI; undefined for one outside of the folders. */
  uriOf(arn: string): string | undefined {
    const target = readTarget('resourceArn', arn);
    if (target?.kind === 'function') {
      const found = findFunction(target, this.#functionFolders);
      return 'file' in found ? pathToFileURL(found.file).href : undefined;
    }
    const flow =
      target?.kind === 'flow' && this.#flowFiles().find(({ flowName }) => flowName === target.flowName);
    return flow ? pathToFileURL(flow.path).href : undefined;
  }

  #functions() {
    return listFunctions(this.#functionFolders).map(({ arn, file }) => ({ arn, from: this.#shown(file) }));
  }

  #flows(): readonly string[] {
    return this.#flowFiles().map(({ flowName }) => flowName);
  }

  #flowFiles() {
    return scanFolders(this.#roots).files.filter(({ path }) => isDefinition(path, readIfThere(path)));
  }

  #shown(file: string): string {
    const [root = ''] = this.#roots;
    return relative(root, file);
  }
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

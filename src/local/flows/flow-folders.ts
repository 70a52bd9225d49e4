import { ApiError } from '../../api/api-error.ts';
import type { DefinitionChange, FlowFile, FlowFiles } from '../../api/flow-files.ts';
import { resolveReferences, restoreReferences } from '../../fdl/resolve-references.ts';
import type { DefinitionLimits } from '../../limits.ts';
import { readDefinitionFile, readOnlyReason, replaceFile } from './definition-file.ts';
import { problemOf } from './file-problem.ts';
import { FolderWatches } from './folder-watches.ts';
import type { LoadDefinition } from './load-definition.ts';
import { type DefinitionFile, scanFolders } from './scan-folders.ts';

/** The parts that flow folders need. */
export interface FlowFoldersParts {
  readonly folders: readonly string[];
  readonly limits: DefinitionLimits;
  readonly write: (line: string) => void;
}

/** Editors write a file in several steps. */
const DEBOUNCE_MS = 100;
/** A file of so many times the largest definition is none. */
const MAX_SIZE_FACTOR = 16;

/**
 * Keeps flows like the definition files of some folders, and files like the flows that are saved through the API.
 *
 * An entry that is not loaded is named with the reason, once, and again when it is loaded; it keeps no other from being
 * loaded. A file that is deleted leaves its flow alone.
 */
export class FlowFolders implements FlowFiles {
  readonly #parts: FlowFoldersParts;
  readonly #watches: FolderWatches;
  #load: LoadDefinition | undefined;
  /** Files by their flows. */
  #files: ReadonlyMap<string, DefinitionFile> = new Map();
  /** Texts that were loaded, or refused for their errors. */
  readonly #seen = new Map<string, string>();
  /** Problems that were reported, by path. */
  readonly #problems = new Map<string, string>();
  #timer: NodeJS.Timeout | undefined;
  #loading: Promise<void> = Promise.resolve();

  constructor(parts: FlowFoldersParts) {
    this.#parts = parts;
    this.#watches = new FolderWatches(() => this.#loadSoon(), parts.write);
  }

  /** Loads every file, then every change; `load` brings a text into the store. */
  async start(load: LoadDefinition): Promise<void> {
    this.#load = load;
    await this.#inTurn(() => this.#loadAll());
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#watches.close();
  }

  fileOf(flowName: string): FlowFile | undefined {
    const path = this.#files.get(flowName)?.path;
    if (path === undefined) return undefined;
    const problem = this.#problems.has(path) ? 'it has problems; repair it first' : readOnlyReason(path);
    return problem === undefined ? { path } : { path, readOnlyReason: problem };
  }

  async keep(change: DefinitionChange): Promise<string | undefined> {
    return await this.#inTurn(async () => this.#save(change));
  }

  #save({ flowName, before, definition }: DefinitionChange): string | undefined {
    const file = this.fileOf(flowName);
    if (file === undefined) return undefined;
    const { path, readOnlyReason: reason } = file;
    if (reason !== undefined)
      throw refused(`Flow ${flowName} is kept in ${path}, which cannot be changed here: ${reason}`);
    const { text = '' } = this.#read(path);
    if (resolveReferences(text).text !== before)
      throw refused(
        `The file ${path} of flow ${flowName} has changed and is not loaded yet; look at it first`,
      );
    const written = restoreReferences(definition, text);
    this.#seen.set(path, written);
    try {
      replaceFile(path, written);
    } catch (error) {
      this.#seen.delete(path);
      throw refused(`Flow ${flowName} is kept in ${path}, which could not be written: ${problemOf(error)}`);
    }
    return path;
  }

  #loadSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#inTurn(() => this.#loadAll()), DEBOUNCE_MS);
  }

  /** Runs one load or save at a time: a save must not be taken for a user's change of the file. */
  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#loading.then(work);
    this.#loading = done.then(
      () => {},
      () => {},
    );
    return await done;
  }

  async #loadAll(): Promise<void> {
    const { files, folders, leftOut } = scanFolders(this.#parts.folders);
    this.#watches.keep(folders);
    this.#forget(files, leftOut);
    this.#files = new Map(files.map((file) => [file.flowName, file]));
    for (const [path, problem] of leftOut) this.#tell(path, problem);
    for (const file of files) await this.#loadFile(file);
  }

  /** Forgets paths that are gone. */
  #forget(files: readonly DefinitionFile[], leftOut: ReadonlyMap<string, string>): void {
    const paths = new Set(files.map(({ path }) => path));
    for (const path of this.#problems.keys())
      if (!paths.has(path) && !leftOut.has(path)) this.#problems.delete(path);
    for (const path of this.#seen.keys()) {
      if (paths.has(path)) continue;
      this.#seen.delete(path);
      if (!leftOut.has(path)) this.#parts.write(`${path} is gone; its flow stays as it is`);
    }
  }

  async #loadFile({ path, flowName }: DefinitionFile): Promise<void> {
    const { text, problem } = this.#read(path);
    if (problem !== undefined) return this.#tell(path, problem);
    const wasBad = this.#problems.has(path);
    if (text === undefined || (this.#seen.get(path) === text && !wasBad)) return;
    const isSeen = this.#seen.get(path) === text;
    const loaded = await this.#load?.({ flowName, path, text, isKnown: isSeen });
    if (loaded === undefined) return;
    this.#seen.set(path, text);
    if (loaded.problem !== undefined) return void this.#problems.set(path, loaded.problem);
    this.#problems.delete(path);
    if (wasBad && !loaded.isStored)
      this.#parts.write(`${path} is valid again; flow ${flowName} is as it was`);
  }

  #read(path: string) {
    return readDefinitionFile(path, this.#parts.limits.definitionBytes * MAX_SIZE_FACTOR);
  }

  #tell(path: string, problem: string): void {
    if (this.#problems.get(path) === problem) return;
    this.#problems.set(path, problem);
    this.#parts.write(`${path} ${problem}`);
  }
}

function refused(message: string): ApiError {
  return new ApiError('PreconditionFailed', message);
}

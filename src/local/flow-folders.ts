import { type FSWatcher, readdirSync, readFileSync, watch } from 'node:fs';
import { basename, extname, join } from 'node:path';
import type { Api } from '../api/handle-request.ts';
import { formatDiagnostic } from '../fdl/format-diagnostic.ts';
import { parseFlow } from '../fdl/parse-flow.ts';
import type { DefinitionLimits } from '../limits.ts';

/** What loading definitions needs. */
export interface FlowFoldersParts {
  readonly folders: readonly string[];
  /** Without authentication: the files belong to whoever runs the server. */
  readonly api: Api;
  readonly limits: DefinitionLimits;
  readonly write: (line: string) => void;
}

const DEFINITION = /^[^.].*\.ya?ml$/;
/** Editors write a file in several steps. */
const DEBOUNCE_MS = 100;

/**
 * Keeps flows like the definition files of some folders: `orders.yaml` is the flow `orders`.
 *
 * Diagnostics are printed when a file is new or has changed. A file that is deleted leaves its flow alone.
 */
export class FlowFolders {
  private readonly parts: FlowFoldersParts;
  private readonly loaded = new Map<string, string>();
  private watchers: readonly FSWatcher[] = [];
  private timer: NodeJS.Timeout | undefined;
  private loading: Promise<void> = Promise.resolve();

  constructor(parts: FlowFoldersParts) {
    this.parts = parts;
  }

  /** Loads every file, then whatever changes. @throws when a folder cannot be read */
  async start(): Promise<void> {
    await this.loadAll();
    this.watchers = this.parts.folders.map((folder) => watch(folder, () => this.loadSoon()));
  }

  stop(): void {
    clearTimeout(this.timer);
    for (const watcher of this.watchers) watcher.close();
  }

  private loadSoon(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.loading = this.loading
        .then(() => this.loadAll())
        .catch((error) => this.parts.write(String(error)));
    }, DEBOUNCE_MS);
  }

  private async loadAll(): Promise<void> {
    for (const folder of this.parts.folders) {
      const names = readdirSync(folder).filter((name) => DEFINITION.test(name));
      for (const name of names.sort()) await this.load(join(folder, name));
    }
  }

  private async load(file: string): Promise<void> {
    const text = readFileSync(file, 'utf8');
    if (this.loaded.get(file) === text) return;
    this.loaded.set(file, text);
    const { flow, diagnostics } = parseFlow(text, this.parts.limits);
    for (const diagnostic of diagnostics) this.parts.write(formatDiagnostic(diagnostic, text, file));
    if (flow !== undefined) await this.store(basename(file, extname(file)), text, file);
  }

  private async store(Name: string, Definition: string, file: string): Promise<void> {
    const known = await this.call('DescribeFlow', { Name });
    if (known.Definition === Definition) return;
    const isNew = known.Code === 'FlowNotExists';
    const answer = isNew
      ? await this.call('CreateFlow', { Name, Definition, Description: `from ${file}`, Type: 'FDL' })
      : await this.call('UpdateFlow', { Name, Definition });
    this.parts.write(
      answer.Code === undefined
        ? `flow ${Name} ${isNew ? 'created' : 'updated'} from ${file}`
        : `flow ${Name} was not loaded from ${file}: ${answer.Code}: ${answer.Message}`,
    );
  }

  private async call(operation: string, parameters: object): Promise<Answer> {
    const { body } = await this.parts.api({
      method: 'POST',
      path: `/${operation}`,
      query: '',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(parameters),
    });
    return JSON.parse(body);
  }
}

interface Answer {
  readonly Code?: string;
  readonly Message?: string;
  readonly Definition?: string;
}

import { resolve } from 'node:path';
import { FunctionRunner } from '../../local/functions/function-runner.ts';
import type { RealFunctions } from './case-targets.ts';

/** Functions that are not told where a service is: in a case there is none. */
const NOWHERE = 'http://127.0.0.1:9';

/** The functions of folders, each folder opened when a case first asks for it. */
export class FunctionFolders {
  readonly #open = new Map<string, FunctionRunner>();
  readonly #onLine: (line: string) => void;

  /** `onLine` gets what functions print. */
  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine;
  }

  of(folder: string): RealFunctions {
    const directory = resolve(folder);
    const known = this.#open.get(directory);
    if (known !== undefined) return known;
    const options = { directories: [directory], endpoints: { api: NOWHERE, queues: NOWHERE } };
    const functions = new FunctionRunner(
      () => options,
      (_stream, line) => this.#onLine(line),
    );
    this.#open.set(directory, functions);
    return functions;
  }

  /** Ends all functions. */
  async close(): Promise<void> {
    await Promise.all([...this.#open.values()].map((functions) => functions.close()));
  }
}

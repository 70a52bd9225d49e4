import { suggest } from '../../common/suggest.ts';
import type { Path } from '../../expressions/path.ts';
import type { DefinitionLimits } from '../../limits.ts';
import type { DiagnosticCode } from '../diagnostic-codes.ts';
import type { Report } from '../report.ts';
import type { Field } from '../yaml/node.ts';

/**
 * Turns a piece of the definition into a piece of the flow.
 *
 * Problems go into the report. The result is then only a stand-in, for a flow with errors is never handed out.
 */
export type Read<T> = (field: Field, context: Context) => T;

/** Most words of one text that get a suggestion: each is compared with many others. */
const MAX_SUGGESTIONS = 50;

/** The state that all readers of one definition share. */
export class Context {
  readonly text: string;
  readonly limits: DefinitionLimits;
  readonly report: Report;
  /** Where each reference was written. */
  readonly references = new Map<Path, Field>();
  readonly #stepPaths = new Map<string, string>();
  #steps = 0;
  #suggestions = 0;

  constructor(text: string, limits: DefinitionLimits, report: Report) {
    this.text = text;
    this.limits = limits;
    this.report = report;
  }

  /** Reports a problem of the whole field. */
  refuse(code: DiagnosticCode, { node, path }: Field, message: string): void {
    this.report.add(code, node, path, message);
  }

  /** The word that the author may have meant, to follow a message; of very many unknown words only the first get advice. */
  suggest(word: string, candidates: Iterable<string>): string {
    this.#suggestions++;
    return this.#suggestions > MAX_SUGGESTIONS ? '' : suggest(word, candidates);
  }

  /** Counts one step; only the first above the limit is reported. */
  countStep(field: Field): void {
    this.#steps++;
    if (this.#steps !== this.limits.steps + 1) return;
    this.refuse(
      'too-many-steps',
      field,
      `A flow may have at most ${this.limits.steps} steps; this is one more`,
    );
  }

  /** The path of an earlier step with this name; the first one keeps it. */
  claimName(name: string, path: string): string | undefined {
    const earlier = this.#stepPaths.get(name);
    if (earlier === undefined) this.#stepPaths.set(name, path);
    return earlier;
  }
}

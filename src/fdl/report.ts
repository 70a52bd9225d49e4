import type { Diagnostic } from './diagnostic.ts';
import { type DiagnosticCode, SEVERITIES } from './diagnostic-codes.ts';
import { LineCursor } from './line-cursor.ts';
import type { Place } from './yaml/node.ts';

/** Most errors, and most warnings, that are listed. */
const MAX_LISTED = 500;

interface Finding {
  readonly code: DiagnosticCode;
  readonly place: Place;
  readonly path: string;
  readonly message: string;
}

/** Gathers the problems of one text. */
export class Report {
  readonly #text: string;
  readonly #findings = { error: [] as Finding[], warning: [] as Finding[] };
  #overflow: Finding | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  get hasErrors(): boolean {
    return this.#findings.error.length > 0;
  }

  add(code: DiagnosticCode, place: Place, path: string, message: string): void {
    const findings = this.#findings[SEVERITIES[code]];
    if (findings.length < MAX_LISTED) {
      findings.push({ code, place, path, message });
    } else {
      this.#overflow ??= {
        code: 'too-many-problems',
        place,
        path,
        message: `There are more problems; ${MAX_LISTED} errors and ${MAX_LISTED} warnings are listed at most`,
      };
    }
  }

  /** The problems in the order of the text. */
  list(): readonly Diagnostic[] {
    const { error, warning } = this.#findings;
    const overflow = this.#overflow === undefined ? [] : [this.#overflow];
    const lines = new LineCursor(this.#text);
    return [...error, ...warning, ...overflow]
      .sort((one, other) => one.place.start - other.place.start)
      .map(({ code, place, path, message }) => {
        const severity = SEVERITIES[code];
        return { code, severity, path, ...lines.locate(place), message };
      });
  }
}

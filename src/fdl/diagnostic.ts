import type { DiagnosticCode } from './diagnostic-codes.ts';

/** How much a diagnostic matters: an error refuses the definition, a warning does not. */
export type Severity = 'error' | 'warning';

/**
 * One problem of a definition, with its place.
 *
 * `code` is stable and documented; `path` reads like `steps[2].retry[0].multiplier` (empty for the whole text);
 * `line` and `column` count from 1, columns in UTF-16 units; `length` is that of the offending text, at least 1.
 */
export interface Diagnostic {
  readonly code: DiagnosticCode;
  readonly severity: Severity;
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly length: number;
  readonly message: string;
}

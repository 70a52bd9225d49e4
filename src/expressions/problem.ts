/** Why a text is no expression: where it goes wrong (UTF-16 units from 0) and what is allowed there. */
export interface ExpressionProblem {
  readonly offset: number;
  readonly length: number;
  readonly message: string;
}

/** The result of parsing a text; the first problem ends it. */
export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: ExpressionProblem };

/** A parsed piece of a longer text, and the offset after it. */
export type Scanned<T> =
  | { readonly ok: true; readonly value: T; readonly end: number }
  | { readonly ok: false; readonly problem: ExpressionProblem };

/** The result that carries a problem. */
export function refuse(
  offset: number,
  length: number,
  message: string,
): { readonly ok: false; readonly problem: ExpressionProblem } {
  return { ok: false, problem: { offset, length, message } };
}

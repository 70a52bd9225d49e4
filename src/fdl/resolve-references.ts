import type { Diagnostic } from './diagnostic.ts';
import { DIAGNOSTIC_CODES } from './diagnostic-codes.ts';
import { referencedArn } from './yaml/deploy-reference.ts';

/** A definition whose references were replaced, and a warning for each. */
export interface ResolvedText {
  readonly text: string;
  readonly diagnostics: readonly Diagnostic[];
}

const REFERENCE = /(?<=[:-][ \t]+)!Ref[ \t]+(["']?)([\w./-]{1,300})\1(?=[ \t]*(?:#.*)?$)/gm;
const CODE = 'deploy-reference';

/**
 * Puts ARNs in the place of `!Ref service/function`, as the deploy tools of the original do before they upload a
 * definition. Every line keeps its number.
 */
export function resolveReferences(text: string): ResolvedText {
  const diagnostics: Diagnostic[] = [];
  const resolved = text.replace(REFERENCE, (written, _quote, value: string, at: number) => {
    const arn = referencedArn(value);
    if (arn === undefined) return written;
    diagnostics.push({
      code: CODE,
      severity: DIAGNOSTIC_CODES[CODE].severity,
      path: '',
      line: text.slice(0, at).split('\n').length,
      column: at - text.lastIndexOf('\n', at),
      length: written.length,
      message: `${written} is read as ${arn}, which the API wants to be written`,
    });
    return arn;
  });
  return { text: resolved, diagnostics };
}

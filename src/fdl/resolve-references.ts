import type { Diagnostic } from './diagnostic.ts';
import { SEVERITIES } from './diagnostic-codes.ts';
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
      severity: SEVERITIES[CODE],
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

/**
 * Puts the references of `written` back into a later definition, on every line that still says what a line with a reference
 * was read as. So a file that the deploy tools read keeps its references when the flow is saved elsewhere.
 */
export function restoreReferences(definition: string, written: string): string {
  const lines = written.split('\n');
  const read = resolveReferences(written).text.split('\n');
  const restored = new Map(read.map((line, index) => [line, lines[index]]));
  return definition
    .split('\n')
    .map((line) => restored.get(line) ?? line)
    .join('\n');
}

import type { Diagnostic } from '../fdl/diagnostic.ts';
import { CliError } from './cli-error.ts';
import { EXIT } from './exit-codes.ts';
import type { Terminal } from './output/terminal.ts';

/** The problems of one definition. */
export interface CheckedDefinition {
  readonly diagnostics: readonly Diagnostic[];
  /** The diagnostics for people, each with its source line; empty when there are none. */
  readonly rendered: string;
  readonly isValid: boolean;
  /** The definition with ARNs in the place of references of the original's deploy tools. */
  readonly definition: string;
}

/** Checks a definition's text; `file` is its name in the rendered diagnostics. */
export async function checkDefinition(text: string, file: string): Promise<CheckedDefinition> {
  // The parser is loaded only by commands that need it.
  const [{ parseFlow }, { formatDiagnostic }, { resolveReferences }] = await Promise.all([
    import('../fdl/parse-flow.ts'),
    import('../fdl/format-diagnostic.ts'),
    import('../fdl/resolve-references.ts'),
  ]);
  const resolved = resolveReferences(text);
  const { flow, diagnostics: found } = parseFlow(resolved.text);
  const diagnostics = [...resolved.diagnostics, ...found];
  const rendered = diagnostics
    .map((diagnostic) => `${formatDiagnostic(diagnostic, text, file)}\n`)
    .join('\n');
  return { diagnostics, rendered, isValid: flow !== undefined, definition: resolved.text };
}

/** True for a diagnostic that refuses its definition. */
export function isError({ severity }: Diagnostic): boolean {
  return severity === 'error';
}

/**
 * Prints the diagnostics of a definition on stderr. @returns the definition to use, references resolved
 *
 * @throws when it cannot be used
 */
export async function refuseBadDefinition(text: string, file: string, { stderr }: Terminal): Promise<string> {
  const { diagnostics, rendered, isValid, definition } = await checkDefinition(text, file);
  stderr.write(rendered);
  if (isValid) return definition;
  const errors = diagnostics.filter(isError).length;
  throw new CliError(`${file} is not a valid definition: ${errors} ${errors === 1 ? 'error' : 'errors'}`, {
    code: 'InvalidDefinition',
    exitCode: EXIT.failed,
  });
}

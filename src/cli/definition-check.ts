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
}

/** Checks a definition's text; `file` is its name in the rendered diagnostics. */
export async function checkDefinition(text: string, file: string): Promise<CheckedDefinition> {
  // The parser is loaded only by commands that need it.
  const [{ parseFlow }, { formatDiagnostic }] = await Promise.all([
    import('../fdl/parse-flow.ts'),
    import('../fdl/format-diagnostic.ts'),
  ]);
  const { flow, diagnostics } = parseFlow(text);
  const rendered = diagnostics
    .map((diagnostic) => `${formatDiagnostic(diagnostic, text, file)}\n`)
    .join('\n');
  return { diagnostics, rendered, isValid: flow !== undefined };
}

/** True for a diagnostic that refuses its definition. */
export function isError({ severity }: Diagnostic): boolean {
  return severity === 'error';
}

/** Prints the diagnostics of a definition on stderr and throws when it cannot be used. */
export async function refuseBadDefinition(text: string, file: string, { stderr }: Terminal): Promise<void> {
  const { diagnostics, rendered, isValid } = await checkDefinition(text, file);
  stderr.write(rendered);
  if (isValid) return;
  const errors = diagnostics.filter(isError).length;
  throw new CliError(`${file} is not a valid definition: ${errors} ${errors === 1 ? 'error' : 'errors'}`, {
    code: 'InvalidDefinition',
    exitCode: EXIT.failed,
  });
}

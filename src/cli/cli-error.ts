import { EXIT, type ExitCode } from './exit-codes.ts';
import { printable } from './output/text-width.ts';

/** The parts of a {@link CliError} besides its message. */
interface CliErrorDetails {
  /** Stable name for machines: the API's own code, or `Usage`, `ConnectionFailed`, `Timeout`. */
  readonly code: string;
  readonly exitCode: ExitCode;
  /** Advice for the user, one line. */
  readonly hint?: string;
  readonly requestId?: string;
}

/** A problem the user can act on: printed as one line, or as a JSON object with `--json`. */
export class CliError extends Error {
  readonly code: string;
  readonly exitCode: ExitCode;
  readonly hint: string | undefined;
  readonly requestId: string | undefined;

  constructor(message: string, details: CliErrorDetails) {
    super(message);
    this.name = 'CliError';
    this.code = details.code;
    this.exitCode = details.exitCode;
    this.hint = details.hint;
    this.requestId = details.requestId;
  }
}

/** A wrong option, argument or file. */
export function usageError(message: string, hint?: string): CliError {
  return new CliError(message, { code: 'Usage', exitCode: EXIT.usage, ...(hint !== undefined && { hint }) });
}

/** The text that stderr gets for an error: the message and perhaps a hint, or one line of JSON. */
export function renderError(error: CliError, asJson: boolean): string {
  if (!asJson) {
    const lines = [...error.message.trimEnd().split('\n'), ...(error.hint === undefined ? [] : [error.hint])];
    return `fdl: ${lines.map(printable).join('\n     ')}\n`;
  }
  const { code, message, hint, requestId, exitCode } = error;
  return `${JSON.stringify({ error: { code, message, hint, requestId, exitCode } })}\n`;
}

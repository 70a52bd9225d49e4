import { CommanderError } from 'commander';
import { requireUtf8 } from './arguments.ts';
import { readFlag } from './boolean-variable.ts';
import { CliError, renderError, usageError } from './cli-error.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import type { Terminal } from './output/terminal.ts';
import { buildProgram } from './program.ts';
import { newSession } from './service/session.ts';

/** Runs one command line (without program name) and returns the exit code; never throws. */
export async function main(argv: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const session = newSession(terminal);
  const program = await buildProgram(session, argv[0]);
  if (argv.length === 0) {
    program.outputHelp();
    return EXIT.usage;
  }
  try {
    requireUtf8(argv);
    await program.parseAsync(argv, { from: 'user' });
    return session.exitCode;
  } catch (thrown) {
    if (thrown instanceof CommanderError && thrown.exitCode === 0) return EXIT.ok;
    // A group without a command has printed its help.
    if (thrown instanceof CommanderError && thrown.code === 'commander.help') return EXIT.usage;
    const error = asCliError(thrown);
    terminal.stderr.write(renderError(error, isJsonWanted(argv, terminal)));
    return error.exitCode;
  }
}

/** Writes why output could not be written, and returns the exit code. Says nothing to a reader that has gone, as `head` does. */
export function reportOutputFailure(
  { code, message }: NodeJS.ErrnoException,
  argv: readonly string[],
  terminal: Terminal,
): ExitCode {
  if (code === 'EPIPE') return EXIT.output;
  const reason = message.replace(/^[A-Z]+: /, '').replace(/, write$/, '');
  const error = new CliError(`the output cannot be written: ${reason}`, {
    code: 'OutputFailed',
    exitCode: EXIT.output,
  });
  terminal.stderr.write(renderError(error, isJsonWanted(argv, terminal)));
  return error.exitCode;
}

function isJsonWanted(argv: readonly string[], { env }: Terminal): boolean {
  if (argv.includes('--json')) return true;
  try {
    return readFlag('FDL_JSON', env) ?? false;
  } catch {
    return false;
  }
}

function asCliError(thrown: unknown): CliError {
  if (thrown instanceof CliError) return thrown;
  if (thrown instanceof CommanderError) return fromCommander(thrown);
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new CliError(`internal error: ${message}`, {
    code: 'Internal',
    exitCode: EXIT.internal,
    hint: 'this is a fault of fdl; please report it with the command that you ran',
  });
}

function fromCommander({ message }: CommanderError): CliError {
  const [line = '', ...suggestion] = message.replace(/^error: /, '').split('\n');
  return usageError(line, suggestion.length > 0 ? suggestion.join(' ') : 'see fdl --help');
}

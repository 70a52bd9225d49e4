import type { Command } from 'commander';
import { readFlag } from '../boolean-variable.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { Terminal } from '../output/terminal.ts';
import { type Client, createClient } from './client.ts';
import { DEFAULT_ENDPOINT, readConnection } from './connection.ts';

/** One run of `fdl`: commands write to its terminal and leave their exit code here. */
export interface Session {
  readonly terminal: Terminal;
  exitCode: ExitCode;
}

/** Options of every command that prints. */
export interface OutputOptions {
  readonly json?: boolean;
}

/** Options of every command that calls the API. */
export interface ApiOptions extends OutputOptions {
  readonly endpoint?: string;
}

/** The parts that a command needs to call the API. */
export interface ApiContext {
  readonly client: Client;
  readonly terminal: Terminal;
  readonly asJson: boolean;
  /** A command line that calls the same API, ready to be copied. */
  commandLine(args: string): string;
}

/** A session that has not failed yet. */
export function newSession(terminal: Terminal): Session {
  return { terminal, exitCode: EXIT.ok };
}

/** Adds a command that prints for people, or with `--json` for machines. */
export function addCommand(parent: Command, nameAndArguments: string, description: string): Command {
  return parent
    .command(nameAndArguments)
    .description(description)
    .option('--json', 'print JSON, for programs (FDL_JSON)');
}

/** Adds a command that calls the API. */
export function addApiCommand(parent: Command, nameAndArguments: string, description: string): Command {
  return addCommand(parent, nameAndArguments, description).option(
    '--endpoint <url>',
    `where the API is (FDL_ENDPOINT, else ${DEFAULT_ENDPOINT})`,
  );
}

/** Whether output is meant for programs. */
export function wantsJson(options: OutputOptions, terminal: Pick<Terminal, 'env'>): boolean {
  return options.json ?? readFlag('FDL_JSON', terminal.env) ?? false;
}

/** The context that options and environment ask for. */
export function apiContext({ terminal }: Session, options: ApiOptions): ApiContext {
  const client = createClient(readConnection(options.endpoint, terminal.env));
  const endpoint = options.endpoint === undefined ? '' : ` --endpoint ${client.endpoint}`;
  return {
    client,
    terminal,
    asJson: wantsJson(options, terminal),
    commandLine: (args) => `npx fdl ${args}${endpoint}`,
  };
}

/** Writes one JSON document on one line. */
export function printJson({ stdout }: Terminal, value: unknown): void {
  stdout.write(`${JSON.stringify(value)}\n`);
}

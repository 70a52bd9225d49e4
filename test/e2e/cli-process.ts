import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { text as readAll } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { main } from '../../src/cli/main.ts';
import { fakeTerminal } from '../helpers/fake-terminal.ts';

/** The program as people run it. */
export const PROGRAM = fileURLToPath(new URL('../../bin/fdl.js', import.meta.url));

/** A child process running `bin/fdl.js`. */
export type CliProcess = ChildProcessByStdio<Writable, Readable, Readable>;

/** How a command line ended and what it wrote. */
export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts the real program with these arguments; variables of the test run that would steer it are left out. */
export function spawnCli(args: readonly string[], env: Readonly<Record<string, string>> = {}): CliProcess {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('FDL_'));
  return spawn(process.execPath, [PROGRAM, ...args], {
    env: { ...Object.fromEntries(inherited), NO_COLOR: '1', ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
}

/** Runs the real program to its end. */
export async function runCli(
  args: readonly string[],
  { env = {}, stdin = '' }: { readonly env?: Readonly<Record<string, string>>; readonly stdin?: string } = {},
): Promise<Finished> {
  const child = spawnCli(args, env);
  child.stdin.end(stdin);
  const [stdout, stderr, code] = await Promise.all([
    readAll(child.stdout),
    readAll(child.stderr),
    exitCode(child),
  ]);
  return { code, stdout, stderr };
}

/** Runs a command line in this process, which is many times faster where a process of its own is not what is tried. */
export async function runHere(
  args: readonly string[],
  { env = {}, stdin = '' }: { readonly env?: Readonly<Record<string, string>>; readonly stdin?: string } = {},
): Promise<Finished> {
  const terminal = fakeTerminal({ NO_COLOR: '1', ...env }, stdin);
  const code = await main(args, terminal);
  return { code, ...terminal.written };
}

/** The exit code, null when a signal ended the process. */
export async function exitCode(child: CliProcess): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return child.exitCode;
}

/** The first line a process writes, or what it wrote on stderr as an error when it ends before. */
export async function firstLine(child: CliProcess): Promise<string> {
  const problems = readAll(child.stderr);
  for await (const line of createInterface({ input: child.stdout })) return line;
  throw new Error(`no line was written: ${await problems}`);
}

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Client } from './client.ts';

const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url));
const BENCH = fileURLToPath(new URL('..', import.meta.url));

/** An embedded home as a user runs it: `fdl dev` in a process of its own, everything on disk. */
export interface Home extends AsyncDisposable {
  readonly pid: number;
  readonly client: Client;
  /** URL of queues and topics. */
  readonly queues: string;
}

/** Options with which a home is started. */
export interface HomeOptions {
  /** Names of definitions in `bench/flows`. */
  readonly flows: readonly string[];
  /** Kept when the home stops; without one a new folder is used and removed. */
  readonly dataFolder?: string;
  /** More options of `fdl dev`. */
  readonly flags?: readonly string[];
}

/** Starts `fdl dev` with some flows of the benchmark, and its functions. */
export async function startHome({ flows, dataFolder, flags = [] }: HomeOptions): Promise<Home> {
  const folder = dataFolder ?? newFolder();
  const flowFolder = join(folder, 'flows');
  mkdirSync(flowFolder, { recursive: true });
  for (const flow of flows)
    copyFileSync(join(BENCH, 'flows', `${flow}.yaml`), join(flowFolder, `${flow}.yaml`));
  const child = spawnHome(folder, flowFolder, flags);
  const { api, queues } = await readyOf(child);
  const client = new Client(api, 512);
  return {
    pid: child.pid ?? 0,
    client,
    queues,
    [Symbol.asyncDispose]: async () => {
      client.close();
      await stop(child);
      if (dataFolder === undefined) removeFolder(folder);
    },
  };
}

/** A new folder on the disk that the benchmark is about. */
export function newFolder(): string {
  return mkdtempSync(join(tmpdir(), 'fdl-bench-'));
}

/** Removes a folder with what is in it. */
export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}

/** Megabytes of memory that a process occupies. */
export function residentMegabytes(pid: number): number {
  const line = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Number(line?.[1]) / 1024;
}

function spawnHome(folder: string, flowFolder: string, more: readonly string[]): ChildProcess {
  const flags = [...more, '--data', folder, '--flows', flowFolder, '--functions', join(BENCH, 'functions')];
  const ports = ['--port', '0', '--queue-port', '0'];
  const command = ['dev', '--limits', 'wide', '--json', ...ports, ...flags];
  // As npx does it: with the Node.js of the project first on the path.
  const env = { ...process.env, PATH: [dirname(process.execPath), process.env['PATH']].join(delimiter) };
  return spawn(join(REPOSITORY, 'bin/fdl.js'), command, { env, stdio: ['ignore', 'pipe', 'ignore'] });
}

/** The first line of a server that is ready. @throws when it ends instead. */
async function readyOf(child: ChildProcess): Promise<{ readonly api: string; readonly queues: string }> {
  if (child.stdout === null) throw new Error('fdl dev has no standard output');
  for await (const line of createInterface({ input: child.stdout })) return JSON.parse(line);
  throw new Error('fdl dev ended before it was ready');
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  await exited;
}

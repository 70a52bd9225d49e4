import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { ServerOptions } from '../../src/local/server-options.ts';

const PROCESS = fileURLToPath(new URL('./local-server-process.ts', import.meta.url));

/** A server in a process of its own. */
export interface ServerProcess {
  readonly child: ChildProcess;
  /** The end of what it has written to standard error. */
  readonly said: () => string;
  readonly api: string;
  readonly queues: string;
  /** Empty when no objects are served. */
  readonly objects: string;
}

const started: ChildProcess[] = [];

/** Starts a server on a data folder, on free ports; `under` is a command that runs the command behind it. */
export function spawnServer(
  dataFolder: string,
  functions: string,
  more: Partial<ServerOptions> = {},
  under: readonly string[] = [],
): ChildProcess {
  const options: ServerOptions = {
    host: '127.0.0.1',
    port: 0,
    queuePort: 0,
    dataFolder,
    isEphemeral: false,
    functionFolders: [functions],
    flowFolders: [],
    limits: 'default',
    functionVariables: ['NODE_COMPILE_CACHE'],
    ...more,
  };
  const [command = '', ...parameters] = [...under, process.execPath, PROCESS, JSON.stringify(options)];
  const child = spawn(command, parameters, {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  started.push(child);
  return child;
}

/** Starts a server on a data folder and answers once it serves. */
export async function startServerProcess(
  dataFolder: string,
  functions: string,
  more: Partial<ServerOptions> = {},
  under: readonly string[] = [],
): Promise<ServerProcess> {
  const child = spawnServer(dataFolder, functions, more, under);
  if (child.stdout === null) throw new Error('no output');
  let said = '';
  child.stderr?.on('data', (text) => {
    said = `${said}${text}`.slice(-10_000);
  });
  const ended = once(child, 'close').then(() => {
    throw new Error(`the server did not start: ${said}`);
  });
  const [line] = await Promise.race([once(createInterface({ input: child.stdout }), 'line'), ended]);
  ended.catch(() => {});
  return { child, said: () => said, ...JSON.parse(String(line)) };
}

/** Ends a server; answers its exit code, null when a signal ended it. */
export async function stopServerProcess(
  { child, said }: ServerProcess,
  signal: NodeJS.Signals,
): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null)
    throw new Error(`the server has ended by itself: ${said()}`);
  const exited = once(child, 'exit');
  child.kill(signal);
  const [code] = await exited;
  return code;
}

/** Kills every server that still runs. */
export function killServerProcesses(): void {
  for (const child of started.splice(0)) child.kill('SIGKILL');
}

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** A worker script that runs as a process of its own until it is disposed of. */
export interface WorkerProcess extends AsyncDisposable {}

/** Where a worker finds the API, and the queues and topics. */
export interface WorkerEndpoints {
  readonly api: string;
  readonly queues: string;
}

const STOP_MILLISECONDS = 3_000;

/** True when a program of that name can be run. */
export function hasProgram(name: string): boolean {
  return spawnSync(name, ['--version'], { stdio: 'ignore' }).status === 0;
}

/** The program that runs a script: this Node, or Python. */
export function programOf(script: URL): string {
  return script.pathname.endsWith('.py') ? 'python3' : process.execPath;
}

/** Starts a script beside a server that takes any credentials; resolves once it is ready. @throws when it fails before. */
export async function startWorker(script: URL, { api, queues }: WorkerEndpoints): Promise<WorkerProcess> {
  return await startScript(script, {
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL: queues,
    FDL_ENDPOINT: api,
  });
}

/**
 * Starts a script with these variables beside those of this process; resolves once it has printed `ready`, or has done all
 * it has to. @throws when it fails before.
 */
export async function startScript(
  script: URL,
  environment: Readonly<Record<string, string>>,
): Promise<WorkerProcess> {
  const worker = spawn(programOf(script), [fileURLToPath(script)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...environment },
  });
  const ended = once(worker, 'exit');
  if (!(await isReady(worker, ended)))
    throw new Error(`${fileURLToPath(script)} failed before it was ready.`);
  return { [Symbol.asyncDispose]: () => stop(worker, ended) };
}

async function isReady(worker: ChildProcess, ended: Promise<unknown[]>): Promise<boolean> {
  if (worker.stdout === null) return false;
  for await (const line of createInterface(worker.stdout)) {
    if (line === 'ready') return true;
  }
  const [exitCode] = await ended;
  return exitCode === 0;
}

async function stop(worker: ChildProcess, ended: Promise<unknown>): Promise<void> {
  worker.kill('SIGTERM');
  const impatience = setTimeout(() => worker.kill('SIGKILL'), STOP_MILLISECONDS);
  await ended;
  clearTimeout(impatience);
}

import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { type CliProcess, exitCode } from './cli-process.ts';

/** Time within which a server that is told to stop is gone, in milliseconds. */
export const STOPS_WITHIN_MS = 5_000;

/** How a server ended. */
interface Stopped {
  readonly code: number | null;
  /** Milliseconds from the signal on, without those in which it waited for a processor that others had. */
  readonly milliseconds: number;
}

/** Sends SIGTERM and waits for the end. */
export async function stopServer(server: CliProcess): Promise<Stopped> {
  const [from, waitedBefore] = [performance.now(), waitedMs(server, 0)];
  server.kill('SIGTERM');
  let waited = waitedBefore;
  const ended = exitCode(server);
  let isOver = false;
  void ended.then(() => {
    isOver = true;
  });
  for (; !isOver; waited = waitedMs(server, waited)) await Promise.race([ended, sleep(20)]);
  return { code: await ended, milliseconds: performance.now() - from - (waited - waitedBefore) };
}

/** For how long a process was ready and others had the processors, as Linux counts it; what was `known` before where nothing tells. */
function waitedMs({ pid }: CliProcess, known: number): number {
  try {
    const [, waited] = readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ');
    return Number(waited) / 1e6;
  } catch {
    return known;
  }
}

import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';

/** The memory of a server at one instant, in bytes, and how many executions had ended. */
export interface MemorySample {
  readonly ended: number;
  /** Live objects: what is left after a garbage collection. */
  readonly heap: number;
  /** Of the server's process. */
  readonly resident: number;
  /** Of the processes below it, which run functions. */
  readonly functions: number;
}

/** Looks at the memory of a server process, and of those it has started where the system tells. */
export async function sampleMemory(child: ChildProcess, ended: number): Promise<MemorySample> {
  const answered = once(child, 'message');
  child.send('memory');
  const [{ heapUsed, rss }] = await answered;
  const functions = descendants(child.pid ?? 0).reduce((sum, pid) => sum + residentOf(pid), 0);
  return { ended, heap: heapUsed, resident: rss, functions };
}

function descendants(pid: number): readonly number[] {
  const children = read(`/proc/${pid}/task/${pid}/children`).split(' ').filter(Boolean).map(Number);
  return children.flatMap((child) => [child, ...descendants(child)]);
}

function residentOf(pid: number): number {
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(read(`/proc/${pid}/status`))?.[1] ?? 0) * 1024;
}

/** Empty where there is no such file, or no longer. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

import { readFileSync } from 'node:fs';

/** True while a process lives; one that has ended and was not asked for yet does not. */
export function lives(pid: number): boolean {
  try {
    return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

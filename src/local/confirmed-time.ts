import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Instant } from '../interpreter/event.ts';

/** A time that has been for certain, kept for the next process. */
export interface ConfirmedTime {
  /** The latest; undefined while there was none. */
  last(): Instant | undefined;
  keep(instant: Instant): void;
}

/** The confirmed time of a data folder, or of a process without one. */
export function openConfirmedTime(folder: string | undefined): ConfirmedTime {
  let last = folder === undefined ? undefined : readFrom(pathIn(folder));
  return {
    last: () => last,
    keep(instant) {
      last = instant;
      if (folder !== undefined) writeTo(pathIn(folder), instant);
    },
  };
}

function pathIn(folder: string): string {
  return join(folder, 'confirmed-time');
}

/** A file that cannot be read counts as missing. */
function readFrom(path: string): Instant | undefined {
  try {
    const instant = Number(readFileSync(path, 'utf8'));
    return Number.isSafeInteger(instant) && instant > 0 ? instant : undefined;
  } catch {
    return undefined;
  }
}

/** Writes the file as a whole or not at all; a full disk must not stop the work. */
function writeTo(path: string, instant: Instant): void {
  try {
    writeFileSync(`${path}.tmp`, String(instant), { mode: 0o600 });
    renameSync(`${path}.tmp`, path);
  } catch {
    return;
  }
}

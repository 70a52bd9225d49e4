import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Instant } from '../../interpreter/event.ts';
import type { Clock } from '../../ports/clock.ts';
import { EngineClock, type MachineTime } from './engine-clock.ts';
import { PRIVATE_FILE, restrict } from './private-files.ts';

/** An engine's clock that goes on where the process before left it. */
export interface KeptClock extends Clock {
  /** Notes how far time has come, from now on until it is closed. */
  keep(): void;
  close(): void;
}

const KEEP_EVERY_MS = 10_000;
/** A clock that is further behind than this was not set back, but wrong before. */
const MOST_BEHIND_MS = 48 * 3_600_000;

/** The machine that the process runs on. */
export const MACHINE: MachineTime = { shown: () => Date.now(), passed: () => performance.now() };

/** The clock of a data folder, or of a process without one; `machine` sleeps for it. */
export function openKeptClock(folder: string | undefined, machine: Pick<Clock, 'sleep'>): KeptClock {
  const shown = MACHINE.shown();
  if (folder !== undefined) restrict(pathIn(folder));
  const noted = folder === undefined ? undefined : notedIn(folder);
  const isPlausible = noted !== undefined && noted - shown <= MOST_BEHIND_MS;
  const clock = new EngineClock(MACHINE, machine, isPlausible ? noted : shown);
  let timer: NodeJS.Timeout | undefined;
  const note = () => {
    if (folder !== undefined) writeNote(folder, clock.now());
  };
  return {
    now: () => clock.now(),
    sleep: (milliseconds) => clock.sleep(milliseconds),
    keep() {
      timer = setInterval(note, KEEP_EVERY_MS).unref();
    },
    close() {
      clearInterval(timer);
      note();
    },
  };
}

function pathIn(folder: string): string {
  return join(folder, 'clock');
}

/** A file that cannot be read counts as missing. */
function notedIn(folder: string): Instant | undefined {
  try {
    const noted = Number(readFileSync(pathIn(folder), 'utf8'));
    return Number.isSafeInteger(noted) && noted > 0 ? noted : undefined;
  } catch {
    return undefined;
  }
}

/** Writes the file as a whole or not at all; a full disk must not stop the work. */
function writeNote(folder: string, now: Instant): void {
  const path = pathIn(folder);
  try {
    writeFileSync(`${path}.tmp`, String(now), { mode: PRIVATE_FILE });
    renameSync(`${path}.tmp`, path);
  } catch {
    return;
  }
}

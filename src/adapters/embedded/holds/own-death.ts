import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Tells whether a process ended by itself or was killed. */
export interface OwnDeath {
  /** Why the process before this one ended by itself; undefined when it did not, or left no reason. */
  readonly found: string | undefined;
  /** This process has closed its folder: however it ends, the folder has nothing to do with it. */
  close(): void;
}

const REPORT = 'fatal-error.json';
const MARK = 'crashed';

/** Reads the reason that the process before this one left, and makes this one leave its own when it ends by itself. */
export function watchOwnDeath(folder: string): OwnDeath {
  const found = take(folder);
  const { report } = process;
  // An engine that is out of memory runs no more code, but writes its report.
  Object.assign(report, { reportOnFatalError: true, directory: folder, filename: REPORT });
  Object.assign(report, { compact: true, excludeEnv: true, excludeNetwork: true });
  const onExit = (code: number) => {
    if (code !== 0) leaveWord(folder, code);
  };
  process.on('exit', onExit);
  return {
    found,
    close() {
      report.reportOnFatalError = false;
      process.off('exit', onExit);
    },
  };
}

function take(folder: string): string | undefined {
  const found = eventOf(readIfThere(join(folder, REPORT))) ?? readIfThere(join(folder, MARK));
  for (const name of [REPORT, MARK]) rmSync(join(folder, name), { force: true });
  return found;
}

function eventOf(report: string | undefined): string | undefined {
  if (report === undefined) return undefined;
  const [, event] = /"event":\s*"([^"]*)"/.exec(report) ?? [];
  return event ?? 'a fatal error';
}

function leaveWord(folder: string, code: number): void {
  try {
    writeFileSync(join(folder, MARK), `exit code ${code}`, { mode: 0o600 });
  } catch {
    return;
  }
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

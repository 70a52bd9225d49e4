import { chmodSync, writeFileSync } from 'node:fs';

/** Mode of a folder for its owner only, under any umask. */
export const PRIVATE_FOLDER = 0o700;
export const PRIVATE_FILE = 0o600;

/**
 * Lets only its owner read a file, and creates it when it is missing.
 *
 * The file is never opened when it is there: to close it again would drop the locks that this process may hold on it.
 */
export function makePrivate(file: string): void {
  try {
    writeFileSync(file, '', { flag: 'wx', mode: PRIVATE_FILE });
  } catch (error) {
    if (Object(error).code !== 'EEXIST') throw error;
    restrict(file);
  }
}

/** Does nothing for a file that is missing, belongs to another user, or lies where files have no permissions. */
export function restrict(file: string): void {
  try {
    chmodSync(file, PRIVATE_FILE);
  } catch {
    return;
  }
}

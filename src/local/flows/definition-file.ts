import {
  accessSync,
  closeSync,
  constants,
  fchmodSync,
  fsyncSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { problemOf } from './file-problem.ts';

/** The text of a definition file, or why there is none; neither when the file has vanished. */
export interface ReadDefinitionFile {
  readonly text?: string;
  readonly problem?: string;
}

/** Reads a definition file, with or without a byte order mark; one that is far larger than a definition is not read. */
export function readDefinitionFile(path: string, maxBytes: number): ReadDefinitionFile {
  try {
    const { size } = statSync(path);
    if (size > maxBytes) return { problem: `has ${size} bytes; a definition has far fewer` };
    return { text: decode(readFileSync(path)) };
  } catch (error) {
    if (Object(error).code === 'ENOENT') return {};
    return { problem: error instanceof NotUtf8 ? error.message : `cannot be read: ${problemOf(error)}` };
  }
}

class NotUtf8 extends Error {}

function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new NotUtf8('is no UTF-8 text');
  }
}

/** Why a file cannot be replaced; undefined when it can. */
export function readOnlyReason(path: string): string | undefined {
  try {
    const real = realpathSync(path);
    accessSync(real, constants.W_OK);
    // A file is replaced by another one, which its folder must take.
    accessSync(dirname(real), constants.W_OK);
    return undefined;
  } catch (error) {
    return problemOf(error);
  }
}

/**
 * Replaces the text of a file, which keeps its permissions. Readers find the old text or the new one, also after the
 * machine has failed. A link goes on leading to the file.
 *
 * @throws when the file system does not take it; the file is then as it was.
 */
export function replaceFile(path: string, text: string): void {
  const real = realpathSync(path);
  const beside = join(dirname(real), `.${basename(real)}.${process.pid}.tmp`);
  try {
    const { mode } = statSync(real);
    const file = openSync(beside, 'w', 0o600);
    try {
      writeFileSync(file, text);
      fchmodSync(file, mode);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(beside, real);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
}

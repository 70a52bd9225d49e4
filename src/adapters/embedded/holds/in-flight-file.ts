import { closeSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { PRIVATE_FILE, restrict } from '../private-files.ts';

/** Keys are ids of flows with names of executions, or ids of messages; one byte holds the length. */
const SLOT_BYTES = 256;

/**
 * The work that is under way, in a file of its own, where the next process finds it after any end of this one.
 *
 * Nothing is flushed: the file is about a process that died on a machine that went on.
 */
export interface InFlightFile {
  /** Work that was under way when the process before this one ended; empty when it was closed. */
  readonly found: readonly string[];
  /** Notes work that begins. @returns a function that notes its end */
  begin(key: string): () => void;
  /** Nothing is worked on any more. */
  close(): void;
}

/** A stand-in without content: for homes that end with the process. */
export const NO_FILE: InFlightFile = { found: [], begin: () => () => {}, close: () => {} };

/** Reads the file of a folder and begins it anew. */
export function openInFlightFile(folder: string): InFlightFile {
  const path = join(folder, 'in-flight');
  const found = keysIn(path);
  // One that is there already keeps its mode when it is opened.
  restrict(path);
  const file = openSync(path, 'w', PRIVATE_FILE);
  const free: number[] = [];
  let slots = 0;
  return {
    found,
    begin(key) {
      const slot = free.pop() ?? slots++;
      const bytes = Buffer.from(key).subarray(0, SLOT_BYTES - 1);
      write(file, Buffer.concat([Buffer.of(bytes.length), bytes]), slot);
      return () => {
        write(file, Buffer.of(0), slot);
        free.push(slot);
      };
    },
    close() {
      ftruncateSync(file);
      closeSync(file);
    },
  };
}

/** A full disk must not stop the work: the next process then knows less. */
function write(file: number, bytes: Uint8Array, slot: number): void {
  try {
    writeSync(file, bytes, 0, bytes.length, slot * SLOT_BYTES);
  } catch {
    return;
  }
}

function keysIn(path: string): readonly string[] {
  const keys: string[] = [];
  const bytes = readIfThere(path);
  for (let at = 0; at < bytes.length; at += SLOT_BYTES) {
    const length = bytes[at] ?? 0;
    if (length > 0) keys.push(bytes.subarray(at + 1, at + 1 + length).toString());
  }
  return keys;
}

function readIfThere(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch {
    return Buffer.alloc(0);
  }
}

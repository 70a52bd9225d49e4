import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import { DataError, explainError, isBusy } from './data-error.ts';
import { FlushedFile } from './flushed-file.ts';
import { type DatabaseKind, prepareSchema } from './prepare-schema.ts';
import { makePrivate, PRIVATE_FILE, PRIVATE_FOLDER, restrict } from './private-files.ts';
import { EXECUTION_DATABASE } from './schema.ts';

/** The place of the data: a folder, or memory (until the process ends). */
export type DataLocation = { readonly folder: string } | 'memory';

/** An open database that no other process can open. */
export interface OpenDatabase {
  readonly database: DatabaseSync;
  /** The folder, or `memory`; for messages. */
  readonly place: string;
  /** Resolves when everything committed before is on disk; the event loop goes on meanwhile. */
  flush(): Promise<void>;
  /** Returns when everything committed before is on disk. */
  flushNow(): void;
  /** Writes everything committed before into a new file; nothing else happens meanwhile. @throws DataError when it cannot */
  copyInto(file: string): void;
  close(): void;
}

/**
 * Opens the database of a data folder, creating both when they are missing.
 *
 * The lock is SQLite's own on the open file, so it ends with the process, however the process ends.
 *
 * @throws DataError when the folder is in use, unusable, or written by a newer program.
 */
export function openDatabase(location: DataLocation, kind: DatabaseKind = EXECUTION_DATABASE): OpenDatabase {
  if (location === 'memory')
    return { ...openIn(':memory:', 'memory', kind), flush: async () => {}, flushNow: () => {} };
  const { folder } = location;
  const file = join(folder, kind.fileName);
  demand(folder, 'cannot be created', () => createFolder(folder));
  demand(folder, 'cannot be written to', () => checkWritable(folder, file));
  // SQLite gives the files that it creates beside this one the same permissions; existing ones may be older.
  demand(folder, 'cannot be written to', () => makePrivate(file));
  restrict(`${file}-wal`);
  const opened = openIn(file, folder, kind);
  const pidFile = pidFileOf(folder);
  const log = new FlushedFile(`${file}-wal`);
  const close = () => {
    rmSync(pidFile, { force: true });
    log.close();
    opened.close();
  };
  demand(folder, 'cannot be written to', () => writePidFile(pidFile), opened.close);
  return { ...opened, flush: () => log.flush(), flushNow: () => log.flushNow(), close };
}

/** Says in a user's words that something about the folder could not be done, after `undo`. */
function demand(folder: string, problem: string, work: () => void, undo: () => void = () => {}): void {
  try {
    work();
  } catch (error) {
    undo();
    const reason = error instanceof Error ? error.message : String(error);
    throw new DataError(`Data folder ${folder} ${problem}: ${reason}`, error);
  }
}

/** A folder that is new would be gone after a power failure, with all in it, were the folders above it not flushed. */
function createFolder(folder: string): void {
  const first = mkdirSync(folder, { recursive: true, mode: PRIVATE_FOLDER });
  for (let made = first && resolve(folder); made !== undefined; ) {
    flushFolder(dirname(made));
    made = made === resolve(first ?? '') ? undefined : dirname(made);
  }
}

/** Does nothing where folders cannot be flushed. */
function flushFolder(folder: string): void {
  try {
    const file = openSync(folder, 'r');
    try {
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  } catch {
    return;
  }
}

/** SQLite reports a file that it may only read as a failing disk. */
function checkWritable(folder: string, file: string): void {
  accessSync(folder, constants.W_OK);
  if (existsSync(file)) accessSync(file, constants.W_OK);
}

function openIn(file: string, place: string, kind: DatabaseKind): Omit<OpenDatabase, 'flush' | 'flushNow'> {
  let database: DatabaseSync | undefined;
  try {
    const opened = new DatabaseSync(file, { timeout: 0 });
    database = opened;
    // Exclusive before the first access: the lock is then taken at once and kept, and no shared memory is needed.
    // Normal: a commit is in the write-ahead log but perhaps not on disk; `flush` sees to that. Checkpoints do themselves.
    database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL');
    prepareSchema(database, place, kind);
    return {
      database,
      place,
      copyInto: (copy) => copyInto(opened, place, copy),
      close: () => opened.close(),
    };
  } catch (error) {
    database?.close();
    if (isBusy(error)) throw new DataError(inUse(place), error);
    throw explainError(place, error);
  }
}

function copyInto(database: DatabaseSync, place: string, file: string): void {
  try {
    database.prepare('VACUUM INTO ?').run(file);
    restrict(file);
  } catch (error) {
    throw explainError(place, error);
  }
}

/** @throws DataError when another process, or this one, has the folder open; damaged data belong to no process. */
export function refuseUsed(folder: string): void {
  const file = join(folder, EXECUTION_DATABASE.fileName);
  if (!existsSync(file)) return;
  const database = new DatabaseSync(file, { timeout: 0 });
  try {
    database.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN IMMEDIATE; ROLLBACK');
  } catch (error) {
    if (isBusy(error)) throw new DataError(inUse(folder), error);
  } finally {
    database.close();
  }
}

function inUse(folder: string): string {
  return `Data folder ${folder} is in use by ${holderOf(folder)}; stop it first or name another folder`;
}

function writePidFile(file: string): void {
  writeFileSync(file, String(process.pid), { mode: PRIVATE_FILE });
  restrict(file);
}

/** The process that has the folder open, for messages. The file may be left over or missing: the lock alone decides. */
function holderOf(folder: string): string {
  try {
    return `process ${readFileSync(pidFileOf(folder), 'utf8')}`;
  } catch {
    return 'another process';
  }
}

function pidFileOf(folder: string): string {
  return join(folder, 'server.pid');
}

import { createHash, type Hash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { makePrivate, PRIVATE_FILE, PRIVATE_FOLDER } from '../../adapters/embedded/private-files.ts';
import { DATA_FILES } from './data-files.ts';

/** Why a backup cannot be made or used, in a user's words. */
export class BackupError extends Error {}

/** Tells a backup from other databases: `FDLB`. */
const APPLICATION_ID = 0x46_44_4c_42;
const VERSION = 1;

/** Files are kept in parts: neither is held in memory whole. */
const PART_BYTES = 1024 * 1024;

const TABLES = `
  CREATE TABLE files (name TEXT PRIMARY KEY, bytes INTEGER NOT NULL, sha256 TEXT NOT NULL) STRICT;
  CREATE TABLE parts (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    content BLOB NOT NULL
  ) STRICT;
`;

/** A file of a backup. */
export interface ArchivedFile {
  readonly name: string;
  readonly bytes: number;
}

/** Packs the data files of a folder into one new file for its owner only, which is there as a whole or not at all. @throws BackupError */
export function pack(folder: string, file: string): readonly ArchivedFile[] {
  if (existsSync(file)) throw new BackupError(`${file} is there already; name a file that is not`);
  const partial = `${file}.partial`;
  rmSync(partial, { force: true });
  makePrivate(partial);
  try {
    const packed = writeArchive(folder, partial);
    flush(partial);
    renameSync(partial, file);
    flush(dirname(file));
    return packed;
  } catch (error) {
    rmSync(partial, { force: true });
    throw error;
  }
}

function writeArchive(folder: string, archive: string): readonly ArchivedFile[] {
  const database = new DatabaseSync(archive);
  try {
    database.exec(`PRAGMA journal_mode = OFF; PRAGMA application_id = ${APPLICATION_ID}`);
    database.exec(`PRAGMA user_version = ${VERSION}; BEGIN; ${TABLES}`);
    const names = DATA_FILES.filter((name) => existsSync(join(folder, name)));
    const packed = names.map((name) => addFile(database, folder, name));
    database.exec('COMMIT');
    return packed;
  } finally {
    database.close();
  }
}

function addFile(database: DatabaseSync, folder: string, name: string): ArchivedFile {
  const add = database.prepare('INSERT INTO parts (name, content) VALUES (?, ?)');
  const hash = createHash('sha256');
  let bytes = 0;
  for (const part of partsOf(join(folder, name))) {
    add.run(name, part);
    hash.update(part);
    bytes += part.length;
  }
  database.prepare('INSERT INTO files VALUES (?, ?, ?)').run(name, bytes, hash.digest('hex'));
  return { name, bytes };
}

function* partsOf(path: string): Iterable<Uint8Array> {
  const file = openSync(path, 'r');
  const buffer = Buffer.alloc(PART_BYTES);
  try {
    for (let length = readSync(file, buffer); length > 0; length = readSync(file, buffer))
      yield buffer.subarray(0, length);
  } finally {
    closeSync(file);
  }
}

/** Unpacks a backup into an empty folder, compared with the sums it was made with. @throws BackupError */
export function unpack(archive: string, folder: string): readonly ArchivedFile[] {
  if (!existsSync(archive)) throw new BackupError(`There is no file ${archive}`);
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(archive, { readOnly: true });
    demandBackup(database, archive);
    return unpackFiles(database, archive, folder);
  } catch (error) {
    throw explainSqlite(archive, error);
  } finally {
    database?.close();
  }
}

function demandBackup(database: DatabaseSync, archive: string): void {
  const number = (pragma: string) => Number(database.prepare(`PRAGMA ${pragma}`).get()?.[pragma]);
  if (number('application_id') !== APPLICATION_ID) throw new BackupError(`${archive} is no backup`);
  const version = number('user_version');
  if (version !== VERSION)
    throw new BackupError(
      `${archive} was made by another version of fdl (format ${version}; this one knows ${VERSION})`,
    );
}

function unpackFiles(database: DatabaseSync, archive: string, folder: string): readonly ArchivedFile[] {
  const listed = database.prepare('SELECT name, bytes, sha256 FROM files').all();
  const missing = DATA_FILES.slice(0, 2).find((name) => !listed.some((file) => file['name'] === name));
  if (missing !== undefined) throw new BackupError(`${archive} is damaged: it holds no ${missing}`);
  return listed.map(({ name, bytes, sha256 }) => {
    if (typeof name !== 'string' || !DATA_FILES.includes(name))
      throw new BackupError(`${archive} is damaged: it holds ${name}, which is no file of a data folder`);
    const hash = createHash('sha256');
    const written = writeFile(database, name, join(folder, name), hash);
    if (written !== bytes || hash.digest('hex') !== sha256)
      throw new BackupError(`${archive} is damaged: ${name} is not what was backed up`);
    return { name, bytes: written };
  });
}

function writeFile(database: DatabaseSync, name: string, path: string, hash: Hash): number {
  mkdirSync(dirname(path), { recursive: true, mode: PRIVATE_FOLDER });
  const file = openSync(path, 'wx', PRIVATE_FILE);
  let bytes = 0;
  try {
    for (const { content } of database
      .prepare('SELECT content FROM parts WHERE name = ? ORDER BY id')
      .iterate(name)) {
      const part = content as Uint8Array;
      writeSync(file, part);
      hash.update(part);
      bytes += part.length;
    }
    fsyncSync(file);
    return bytes;
  } finally {
    closeSync(file);
  }
}

function flush(path: string): void {
  const file = openSync(path, 'r');
  fsyncSync(file);
  closeSync(file);
}

/** An error of SQLite about a backup, in a user's words; other errors come back unchanged. */
export function explainSqlite(archive: string, error: unknown): unknown {
  const isOfSqlite = error instanceof Error && 'code' in error && error.code === 'ERR_SQLITE_ERROR';
  if (!isOfSqlite) return error;
  return new BackupError(`${archive} is no backup, or is damaged: ${error.message}`, { cause: error });
}

import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { OBJECT_DATABASE } from '../../adapters/embedded/objects/schema.ts';
import { refuseUsed } from '../../adapters/embedded/open-database.ts';
import type { DatabaseKind } from '../../adapters/embedded/prepare-schema.ts';
import { PRIVATE_FOLDER } from '../../adapters/embedded/private-files.ts';
import { QUEUE_DATABASE } from '../../adapters/embedded/queues/schema.ts';
import { EXECUTION_DATABASE } from '../../adapters/embedded/schema.ts';
import { type ArchivedFile, BackupError, explainSqlite, unpack } from './archive.ts';
import { DATA_FILES } from './data-files.ts';

/** Files of a data folder besides its data: those that SQLite keeps beside its databases, and notes of a process. */
const OTHER_FILES = ['server.pid', 'in-flight'];
const BESIDE = ['', '-wal', '-shm', '-journal'];

/**
 * Puts a backup into a data folder, in which a server then goes on where the other one was. Everything is unpacked and
 * checked before the folder is touched.
 *
 * @throws BackupError when the backup is damaged, or the folder holds something and `mayReplace` is false
 * @throws DataError when the folder is in use
 */
export function restore(archive: string, folder: string, mayReplace: boolean): readonly ArchivedFile[] {
  mkdirSync(folder, { recursive: true, mode: PRIVATE_FOLDER });
  refuseUsed(folder);
  if (!mayReplace && readdirSync(folder).length > 0)
    throw new BackupError(
      `Folder ${folder} is not empty; name another one, or say --replace to lose what it holds`,
    );
  const unpacked = mkdtempSync(join(folder, 'restore-'));
  try {
    const files = unpack(archive, unpacked);
    checkDatabase(archive, unpacked, EXECUTION_DATABASE);
    checkDatabase(archive, unpacked, QUEUE_DATABASE);
    if (existsSync(join(unpacked, OBJECT_DATABASE.fileName)))
      checkDatabase(archive, unpacked, OBJECT_DATABASE);
    removeData(folder);
    for (const { name } of files) move(join(unpacked, name), join(folder, name));
    return files;
  } finally {
    rmSync(unpacked, { recursive: true, force: true });
  }
}

/** @throws BackupError when a database is damaged, or newer than this program. */
function checkDatabase(
  archive: string,
  folder: string,
  { fileName, version: known }: Pick<DatabaseKind, 'fileName' | 'version'>,
): void {
  const database = new DatabaseSync(join(folder, fileName), { readOnly: true });
  try {
    const version = Number(database.prepare('PRAGMA user_version').get()?.['user_version']);
    if (version > known)
      throw new BackupError(
        `${archive} was made by a newer version of fdl (${fileName}: format ${version}; this one knows ${known})`,
      );
    const found = database.prepare('PRAGMA quick_check(1)').get()?.['quick_check'];
    if (found !== 'ok') throw new BackupError(`${archive} is damaged: ${fileName}: ${found}`);
  } catch (error) {
    throw explainSqlite(archive, error);
  } finally {
    database.close();
  }
}

function removeData(folder: string): void {
  const files = DATA_FILES.flatMap((name) => BESIDE.map((suffix) => name + suffix));
  for (const name of [...files, ...OTHER_FILES]) rmSync(join(folder, name), { force: true });
}

function move(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true, mode: PRIVATE_FOLDER });
  renameSync(from, to);
}

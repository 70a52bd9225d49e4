import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { DataError } from '../../../../src/adapters/embedded/data-error.ts';
import { openDatabase } from '../../../../src/adapters/embedded/open-database.ts';
import { SCHEMA_VERSION } from '../../../../src/adapters/embedded/schema.ts';

const HOLD_FOLDER = join(import.meta.dirname, 'programs/hold-folder.ts');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fdl-data-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('A missing folder is created and can be opened again after closing', () => {
  const nested = join(folder, 'a', 'b');

  openDatabase({ folder: nested }).close();
  openDatabase({ folder: nested }).close();

  expect(readdirSync(nested)).toEqual(['fdl.sqlite']);
});

test('The database writes ahead, and leaves the flush to the committing code', () => {
  const { database, close } = openDatabase({ folder });
  const read = (name: string) => Object.values(database.prepare(`PRAGMA ${name}`).get() ?? {})[0];

  expect([read('journal_mode'), read('synchronous'), read('user_version')]).toEqual([
    'wal',
    1,
    SCHEMA_VERSION,
  ]);
  close();
});

test('A second opening in the same process is refused, with folder and process named', () => {
  const first = openDatabase({ folder });

  expect(() => openDatabase({ folder })).toThrow(
    new DataError(
      `Data folder ${folder} is in use by process ${process.pid}; stop it first or name another folder`,
    ),
  );
  first.close();
  openDatabase({ folder }).close();
});

test('A folder held by another process is refused, and free as soon as that process is killed', async () => {
  const holder = spawn(process.execPath, [HOLD_FOLDER, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(holder.stdout, 'data');

  expect(() => openDatabase({ folder })).toThrow(`is in use by process ${holder.pid}`);
  holder.kill('SIGKILL');
  await once(holder, 'exit');

  openDatabase({ folder }).close();
});

test('Of processes that open the same new folder at once, one gets it', async () => {
  const run = promisify(execFile);
  const attempts = [1, 2, 3].map(() => run(process.execPath, [HOLD_FOLDER, folder, '2000']));

  const outcomes = await Promise.allSettled(attempts);

  expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1);
  for (const outcome of outcomes) {
    if (outcome.status === 'rejected')
      expect(outcome.reason.stderr).toContain(`Data folder ${folder} is in use by`);
  }
});

test('Data of a newer program is refused and left as it is', () => {
  openDatabase({ folder }).close();
  const newer = new DatabaseSync(join(folder, 'fdl.sqlite'));
  newer.exec(`PRAGMA user_version = ${SCHEMA_VERSION + 1}`);
  newer.close();

  expect(() => openDatabase({ folder })).toThrow(
    `Data in ${folder}: written by a newer version of this program (format ${SCHEMA_VERSION + 1}; this one knows ${SCHEMA_VERSION})`,
  );
});

test('A folder that is a file is refused', () => {
  const file = join(folder, 'file');
  writeFileSync(file, '');

  expect(() => openDatabase({ folder: file })).toThrow(`Data folder ${file} cannot be created: EEXIST`);
});

test('A database that cannot be opened is refused', () => {
  mkdirSync(join(folder, 'fdl.sqlite'));

  expect(() => openDatabase({ folder })).toThrow(
    `Data in ${folder}: the database file cannot be opened or created`,
  );
});

test('A folder that nothing can be written to is refused and not held', () => {
  const pidFile = join(folder, 'server.pid');
  mkdirSync(pidFile);

  expect(() => openDatabase({ folder })).toThrow(`Data folder ${folder} cannot be written to: EISDIR`);
  rmSync(pidFile, { recursive: true });
  openDatabase({ folder }).close();
});

test('A file that is no database is refused and left as it is', () => {
  writeFileSync(join(folder, 'fdl.sqlite'), 'not a database '.repeat(100));

  expect(() => openDatabase({ folder })).toThrow(`Data in ${folder}: the file is not a database`);
});

import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openDatabase } from '../../../../src/adapters/embedded/open-database.ts';
import { QUEUE_DATABASE } from '../../../../src/adapters/embedded/queues/schema.ts';
import { pack } from '../../../../src/local/backup/archive.ts';
import { restore } from '../../../../src/local/backup/restore.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fdl-backup-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const path = (...names: readonly string[]) => join(folder, ...names);

/** A data folder whose executions database holds a message of some size. */
function makeData(name: string, bytes = 10): string {
  const executions = openDatabase({ folder: path(name) });
  executions.database.prepare('INSERT INTO messages VALUES (?, 1, ?)').run(name, Buffer.alloc(bytes, 1));
  executions.close();
  openDatabase({ folder: path(name) }, QUEUE_DATABASE).close();
  return path(name);
}

function messagesIn(data: string): unknown {
  const { database, close } = openDatabase({ folder: data });
  const rows = database.prepare('SELECT id, length(body) AS bytes FROM messages').all();
  close();
  return rows;
}

function makeBackup(bytes?: number): string {
  pack(makeData('data', bytes), path('kept.backup'));
  return path('kept.backup');
}

test('A backup brings back what was backed up, for its owner only, in files of any size', () => {
  const backup = makeBackup(3 * 1024 * 1024 + 7);
  writeFileSync(path('data', 'in-flight'), 'no data');
  const files = restore(backup, path('new', 'data'), false);
  expect(files.map(({ name }) => name)).toEqual(['fdl.sqlite', 'queues.sqlite']);
  expect(readdirSync(path('new', 'data')).sort()).toEqual(['fdl.sqlite', 'queues.sqlite']);
  expect(messagesIn(path('new', 'data'))).toEqual([{ id: 'data', bytes: 3 * 1024 * 1024 + 7 }]);
  const modes = [backup, path('new', 'data', 'fdl.sqlite'), path('new', 'data')].map(
    (name) => statSync(name).mode & 0o777,
  );
  expect(modes).toEqual([0o600, 0o600, 0o700]);
});

test('A file that is there is never written over', () => {
  writeFileSync(path('kept.backup'), 'mine');
  expect(() => pack(makeData('data'), path('kept.backup'))).toThrow('is there already');
  expect(readFileSync(path('kept.backup'), 'utf8')).toBe('mine');
});

test('What cannot be packed leaves nothing', () => {
  mkdirSync(path('data', 'fdl.sqlite'), { recursive: true });
  expect(() => pack(path('data'), path('kept.backup'))).toThrow('EISDIR');
  expect(readdirSync(folder)).toEqual(['data']);
});

describe('a folder', () => {
  test('that holds something is replaced only where that is said, with all that SQLite keeps beside its files', () => {
    const backup = makeBackup();
    const other = makeData('other');
    writeFileSync(join(other, 'fdl.sqlite-wal'), '');
    writeFileSync(join(other, 'notes.txt'), 'mine');
    expect(() => restore(backup, other, false)).toThrow('is not empty');
    expect(messagesIn(other)).toEqual([{ id: 'other', bytes: 10 }]);
    restore(backup, other, true);
    expect(messagesIn(other)).toEqual([{ id: 'data', bytes: 10 }]);
    expect(readFileSync(join(other, 'notes.txt'), 'utf8')).toBe('mine');
  });

  test('that is in use is refused, whatever is said', () => {
    const backup = makeBackup();
    const opened = openDatabase({ folder: path('used') });
    expect(() => restore(backup, path('used'), true)).toThrow(`in use by process ${process.pid}`);
    opened.close();
    restore(backup, path('used'), true);
  });

  test('whose data are damaged can be replaced', () => {
    const backup = makeBackup();
    mkdirSync(path('damaged'));
    writeFileSync(
      path('damaged', 'fdl.sqlite'),
      'no database at all, but long enough to look like one'.repeat(99),
    );
    restore(backup, path('damaged'), true);
    expect(messagesIn(path('damaged'))).toEqual([{ id: 'data', bytes: 10 }]);
  });
});

describe('a backup that cannot be trusted is refused, and the folder is left as it was:', () => {
  const change = (sql: string) => (backup: string) => {
    const database = new DatabaseSync(backup);
    database.exec(sql);
    database.close();
  };

  test.each<[string, (backup: string) => void, string]>([
    ['one that is not there', (backup) => rmSync(backup), 'There is no file'],
    ['one that is something else', (backup) => writeFileSync(backup, 'tar'), 'is no backup'],
    ['another database', change('PRAGMA application_id = 1'), 'is no backup'],
    [
      'one of a later format',
      change('PRAGMA user_version = 2'),
      'was made by another version of fdl (format 2',
    ],
    [
      'one that was cut',
      (backup) => writeFileSync(backup, readFileSync(backup).subarray(0, 9_000)),
      'is damaged',
    ],
    ['one without a table', change('DROP TABLE parts'), 'is no backup, or is damaged'],
    [
      'one without a database',
      change("DELETE FROM files WHERE name = 'queues.sqlite'"),
      'it holds no queues.sqlite',
    ],
    [
      'one with changed bytes',
      change('UPDATE parts SET content = zeroblob(length(content))'),
      'is not what was backed up',
    ],
    [
      'one without a part',
      change("DELETE FROM parts WHERE name = 'fdl.sqlite'"),
      'is not what was backed up',
    ],
    [
      'one with a file for another place',
      change("INSERT INTO files VALUES ('../evil', 0, '')"),
      'it holds ../evil, which is no file of a data folder',
    ],
  ])('%s', (_, spoil, problem) => {
    const backup = makeBackup();
    const other = makeData('other');
    spoil(backup);
    expect(() => restore(backup, other, true)).toThrow(problem);
    expect(readdirSync(folder).sort()).toEqual(
      ['data', 'kept.backup', 'other'].filter((name) => readdirSync(folder).includes(name)),
    );
    expect(messagesIn(other)).toEqual([{ id: 'other', bytes: 10 }]);
    expect(readdirSync(other).some((name) => name.startsWith('restore-'))).toBe(false);
  });

  test('one of data that a newer program has written', () => {
    const data = makeData('newer');
    change('PRAGMA user_version = 999')(join(data, 'fdl.sqlite'));
    pack(data, path('newer.backup'));
    expect(() => restore(path('newer.backup'), path('target'), false)).toThrow('newer version of fdl');
  });

  test('one of a database that was damaged before', () => {
    const data = makeData('torn', 100_000);
    const file = join(data, 'fdl.sqlite');
    writeFileSync(file, readFileSync(file).fill(7, 20_000, 30_000));
    pack(data, path('torn.backup'));
    expect(() => restore(path('torn.backup'), path('target'), false)).toThrow('is damaged');
  });
});

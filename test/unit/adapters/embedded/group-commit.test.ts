import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { GroupCommit } from '../../../../src/adapters/embedded/group-commit.ts';
import { type OpenDatabase, openDatabase } from '../../../../src/adapters/embedded/open-database.ts';

let opened: OpenDatabase;
let commits: GroupCommit;
let transactions: string[];

beforeEach(() => {
  opened = openDatabase('memory');
  opened.database.exec('CREATE TABLE numbers (n INTEGER PRIMARY KEY)');
  commits = new GroupCommit(opened);
  transactions = [];
  const exec = opened.database.exec.bind(opened.database);
  opened.database.exec = (sql) => {
    transactions.push(sql);
    exec(sql);
  };
});
afterEach(() => opened.database.close());

function insert(n: number): Promise<number> {
  return commits.write(() =>
    Number(opened.database.prepare('INSERT INTO numbers VALUES (?)').run(n).changes),
  );
}

function stored(): unknown[] {
  return opened.database
    .prepare('SELECT n FROM numbers ORDER BY n')
    .all()
    .map((row) => row['n']);
}

test('All writes of one turn share one transaction', async () => {
  const writes = Array.from({ length: 100 }, (_, n) => insert(n));

  expect(stored()).toEqual([]);
  expect(await Promise.all(writes)).toEqual(Array(100).fill(1));

  expect(transactions).toEqual(['BEGIN IMMEDIATE', 'COMMIT']);
  expect(stored()).toHaveLength(100);
});

test('A writer that fails is told why, and the others of its turn are stored', async () => {
  const outcomes = await Promise.allSettled([insert(1), insert(2), insert(1), insert(3)]);

  expect(outcomes.map((outcome) => outcome.status)).toEqual([
    'fulfilled',
    'fulfilled',
    'rejected',
    'fulfilled',
  ]);
  expect(stored()).toEqual([1, 2, 3]);
});

test('Of a writer that fails half-way nothing stays', async () => {
  const failing = commits.write(() => {
    opened.database.exec('INSERT INTO numbers VALUES (7)');
    throw new Error('half-way');
  });

  await expect(failing).rejects.toThrow('half-way');
  expect(stored()).toEqual([]);
  expect(await insert(8)).toBe(1);
});

test('A full disk is named, and writing goes on when there is room again', async () => {
  const pages = Number(opened.database.prepare('PRAGMA page_count').get()?.['page_count']);
  opened.database.exec(`CREATE TABLE texts (t TEXT); PRAGMA max_page_count = ${pages + 2}`);
  const insertText = (text: string) =>
    commits.write(() => opened.database.prepare('INSERT INTO texts VALUES (?)').run(text).changes);

  const outcomes = await Promise.allSettled([insertText('x'.repeat(100_000)), insertText('small')]);

  expect(outcomes).toMatchObject([
    { status: 'rejected', reason: { message: 'Data in memory: the disk is full' } },
    { status: 'fulfilled', value: 1 },
  ]);
  opened.database.exec('PRAGMA max_page_count = 1000000');
  expect(await insertText('x'.repeat(100_000))).toBe(1);
});

test('Followers run after the writes of their turn are on disk, also without any writes', async () => {
  const seen: unknown[][] = [];
  const follow = () =>
    new Promise<void>((resolve) => commits.afterCommits(() => resolve(void seen.push(stored()))));

  const first = follow();
  await Promise.all([insert(1), first]);
  await follow();

  expect(seen).toEqual([[1], [1]]);
});

test('Closing commits what waits and refuses what comes later', async () => {
  const waiting = insert(1);

  await commits.close();

  expect(await waiting).toBe(1);
  await expect(insert(2)).rejects.toThrow('Data in memory: closed');
});

describe('While the disk works', () => {
  let flushes: { readonly resolve: () => void; readonly reject: (error: Error) => void }[];
  const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

  beforeEach(() => {
    flushes = [];
    opened = { ...opened, flush: () => new Promise((resolve, reject) => flushes.push({ resolve, reject })) };
    commits = new GroupCommit(opened);
  });

  test('no writer gets an answer, followers wait, and what is written meanwhile is committed after it', async () => {
    const seen: string[] = [];
    const first = Promise.all([insert(1), insert(2)]).then(() => seen.push('first'));
    commits.afterCommits(() => seen.push('follower'));
    await nextTurn();
    const second = Promise.all([insert(3), insert(4)]);
    await nextTurn();

    expect([seen, stored(), flushes.length]).toEqual([[], [1, 2], 1]);
    flushes[0]?.resolve();
    await first;
    expect(seen).toEqual(['follower', 'first']);
    await nextTurn();
    expect([stored(), flushes.length]).toEqual([[1, 2, 3, 4], 2]);
    flushes[1]?.resolve();
    await second;
  });

  test('a reader waits: it sees nothing that a power cut could take back', async () => {
    const writes = Promise.all([insert(1), insert(2)]);
    await nextTurn();
    let found: unknown[] | undefined;
    const reading = commits.read(stored).then((numbers) => {
      found = numbers;
    });
    await nextTurn();

    expect(found).toBeUndefined();
    flushes[0]?.resolve();
    await Promise.all([writes, reading]);
    expect(found).toEqual([1, 2]);
  });

  test('closing waits for it and for what came meanwhile', async () => {
    const writes = [insert(1), insert(2)];
    await nextTurn();
    writes.push(insert(3), insert(4));
    let isClosed = false;
    const closing = commits.close().then(() => {
      isClosed = true;
    });
    flushes[0]?.resolve();
    while (flushes.length < 2) await nextTurn();

    expect(isClosed).toBe(false);
    flushes[1]?.resolve();
    await Promise.all([closing, ...writes]);
    expect(stored()).toEqual([1, 2, 3, 4]);
  });

  test('and fails, its writers and all after them are told: it is unknown what is on disk', async () => {
    const writes = Promise.allSettled([insert(1), insert(2)]);
    await nextTurn();
    flushes[0]?.reject(new Error('EIO'));

    expect(await writes).toMatchObject([{ status: 'rejected' }, { status: 'rejected' }]);
    await expect(commits.read(stored)).rejects.toThrow('EIO');
    await expect(insert(3)).rejects.toThrow('EIO');
  });
});

test('What is written alone is flushed at once, and its writer is told when that fails', async () => {
  let isBroken = false;
  const flushNow = () => {
    if (isBroken) throw new Error('EIO');
  };
  commits = new GroupCommit({ ...opened, flush: () => Promise.reject(new Error('not alone')), flushNow });

  expect(await insert(1)).toBe(1);
  isBroken = true;
  await expect(insert(2)).rejects.toThrow('EIO');
  await expect(insert(3)).rejects.toThrow('EIO');
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { openEmbeddedStores } from '../../../../src/adapters/embedded/open-stores.ts';
import { packText } from '../../../../src/adapters/embedded/packed-text.ts';
import { createVirtualClock } from '../../../../src/testing/memory/virtual-clock.ts';
import { makeHeader, START } from '../../../conformance/execution-fixtures.ts';
import { VERSION_1 } from './schema-1.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fdl-upgrade-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const INSERT =
  'INSERT INTO executions (flow_id, name, started_at, status, outcome, header) VALUES (?, ?, ?, ?, ?, ?)';

/** A data folder as the first version left it: one execution of each kind, and one whose end is damaged. */
function writeVersion1(): void {
  const database = new DatabaseSync(join(folder, 'fdl.sqlite'));
  database.exec(`${VERSION_1} PRAGMA user_version = 1`);
  const put = (name: string, status: string, outcome: Uint8Array | null) =>
    database
      .prepare(INSERT)
      .run('flow-1', name, START, status, outcome, packText(JSON.stringify(makeHeader(name))));
  const end = { stoppedAt: START + 1, output: '' };
  const failure = { error: 'NoStock', cause: 'x'.repeat(2_000) };
  put('running', 'Running', null);
  put('done', 'Succeeded', packText(JSON.stringify({ ...end, status: 'Succeeded' })));
  put('failed', 'Failed', packText(JSON.stringify({ ...end, status: 'Failed', failure })));
  put('damaged', 'Failed', Uint8Array.of(77));
  database.close();
}

test('Data of the first version are read on, and what failed before is found by its error', async () => {
  writeVersion1();
  const stores = openEmbeddedStores({ folder }, createVirtualClock(START));
  const names = async (query: object) => {
    const { executions } = await stores.executions.list({ flowId: ['flow-1'], limit: 9, ...query });
    return executions.map(({ id }) => id.name);
  };

  expect(await names({})).toEqual(['running', 'failed', 'done', 'damaged']);
  expect(await names({ error: 'NoStock' })).toEqual(['failed']);
  expect(await names({ status: 'Failed' })).toEqual(['failed', 'damaged']);
  await stores.executions.create(makeHeader('new'));
  expect(await names({ status: 'Running' })).toEqual(['running', 'new']);
  await stores.close();
});

test('An upgrade that fails leaves the data as they were', () => {
  writeVersion1();
  const before = new DatabaseSync(join(folder, 'fdl.sqlite'));
  before.exec('CREATE TABLE by_time (one TEXT)');
  before.close();

  expect(() => openEmbeddedStores({ folder }, createVirtualClock(START))).toThrow('by_time');

  const after = new DatabaseSync(join(folder, 'fdl.sqlite'));
  expect(after.prepare('PRAGMA user_version').get()).toEqual({ user_version: 1 });
  expect(
    after.prepare('SELECT count(*) AS n FROM pragma_table_info(?) WHERE name = ?').get('executions', 'error'),
  ).toEqual({
    n: 0,
  });
  after.close();
});

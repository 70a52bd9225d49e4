import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type EmbeddedStores, openEmbeddedStores } from '../../../../src/adapters/embedded/open-stores.ts';
import { systemClock } from '../../../../src/adapters/system.ts';
import { makeHeader, makeRecord, START, SUCCEEDED } from '../../../conformance/execution-fixtures.ts';

const DAY = 86_400_000;

let folder: string;
let stores: EmbeddedStores;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fdl-ended-'));
  stores = openEmbeddedStores({ folder }, systemClock);
});
afterEach(async () => {
  await stores.close();
  rmSync(folder, { recursive: true });
});

/** Begins and ends on these days; without an end it runs. */
async function execution(name: string, startDay: number, endDay?: number): Promise<void> {
  const header = makeHeader(name, { startedAt: START + startDay * DAY });
  await stores.executions.create(header);
  await stores.executions.append(header.id, makeRecord(1, 3));
  if (endDay !== undefined)
    await stores.executions.close(header.id, { ...SUCCEEDED, stoppedAt: START + endDay * DAY });
}

async function removeAll(beforeDay: number, most: number): Promise<number> {
  let looks = 0;
  for (let from: number | undefined = 0; from !== undefined; looks += 1)
    from = await stores.ended.removeSome(START + beforeDay * DAY, from, most);
  return looks;
}

async function names(): Promise<readonly string[]> {
  const { executions } = await stores.executions.list({ flowId: 'flow-1', limit: 100 });
  return executions.map(({ id }) => id.name).toSorted();
}

test('Only executions that ended before are removed, whenever they began', async () => {
  await execution('old', 0, 1);
  await execution('runs', 0);
  await execution('long', 0, 12);
  await execution('young', 11, 12);

  await removeAll(10, 100);

  expect(await names()).toEqual(['long', 'runs', 'young']);
  await removeAll(20, 100);
  expect(await names()).toEqual(['runs']);
});

test('A removed execution leaves nothing, and its name can be used again', async () => {
  await execution('run', 0, 1);
  await removeAll(10, 100);
  expect(await stores.executions.load(makeHeader('run').id)).toBeUndefined();
  expect(await stores.executions.create(makeHeader('run', { startedAt: START + 11 * DAY }))).toBe(true);
  expect((await stores.executions.load(makeHeader('run').id))?.records).toEqual([]);
  await stores.close();

  const database = new DatabaseSync(join(folder, 'fdl.sqlite'));
  expect(database.prepare('SELECT count(*) AS count FROM records').get()).toEqual({ count: 0 });
  database.close();
  stores = openEmbeddedStores({ folder }, systemClock);
});

test('Many are removed a few at a time, past those that stay', async () => {
  for (let at = 0; at < 25; at += 1) await execution(`run-${at}`, 0, at % 5 === 0 ? undefined : 1);

  expect(await removeAll(10, 4)).toBeGreaterThan(5);

  expect(await names()).toEqual(['run-0', 'run-10', 'run-15', 'run-20', 'run-5']);
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type EmbeddedStores, openEmbeddedStores } from '../../../../src/adapters/embedded/open-stores.ts';
import { systemClock } from '../../../../src/adapters/system.ts';
import { createVirtualClock } from '../../../../src/testing/memory/virtual-clock.ts';
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
  const { id } = makeHeader('run');
  const line = {
    at: START,
    level: 'Info',
    stream: 'stdout',
    stepName: 'pay',
    entry: 2,
    attempt: 0,
    text: 'card 4711',
  } as const;
  await stores.logs.append(id, [line]);
  await removeAll(10, 100);
  expect(await stores.executions.load(makeHeader('run').id)).toBeUndefined();
  expect(await stores.executions.create(makeHeader('run', { startedAt: START + 11 * DAY }))).toBe(true);
  expect((await stores.executions.load(makeHeader('run').id))?.records).toEqual([]);
  await stores.close();

  const database = new DatabaseSync(join(folder, 'fdl.sqlite'));
  for (const table of ['records', 'logs'])
    expect(database.prepare(`SELECT count(*) AS count FROM ${table}`).get()).toEqual({ count: 0 });
  database.close();
  stores = openEmbeddedStores({ folder }, systemClock);
});

test('Many are removed a few at a time, past those that stay', async () => {
  for (let at = 0; at < 25; at += 1) await execution(`run-${at}`, 0, at % 5 === 0 ? undefined : 1);

  expect(await removeAll(10, 4)).toBeGreaterThan(5);

  expect(await names()).toEqual(['run-0', 'run-10', 'run-15', 'run-20', 'run-5']);
});

describe('large texts', () => {
  const ref = { blob: 'hash', bytes: 4 };
  const count = () => {
    const database = new DatabaseSync(join(folder, 'fdl.sqlite'), { readOnly: true });
    const { count } = database.prepare('SELECT count(*) AS count FROM blobs').get() as { count: number };
    database.close();
    return count;
  };

  /** Opens the stores anew at a day. */
  async function goTo(day: number): Promise<void> {
    await stores.close();
    stores = openEmbeddedStores({ folder }, createVirtualClock(START + day * DAY));
  }

  async function countKept(): Promise<number> {
    await stores.close();
    const kept = count();
    stores = openEmbeddedStores({ folder }, systemClock);
    return kept;
  }

  test('go with their execution, and those of the next one of its name stay', async () => {
    await goTo(0);
    await execution('run', 0, 1);
    await execution('runs', 0);
    await stores.blobs.put(makeHeader('run'), ref, 'text');
    await stores.blobs.put(makeHeader('runs'), ref, 'text');
    await goTo(10);
    const next = makeHeader('run', { owner: 'next' });
    await stores.blobs.put(next, ref, 'text');

    await removeAll(9, 100);

    expect(await stores.blobs.get(next, ref)).toBe('text');
    expect(await stores.blobs.get(makeHeader('runs'), ref)).toBe('text');
    expect(await countKept()).toBe(2);
  });

  test('of a start that came to nothing go in time, those of one that comes to something do not', async () => {
    await goTo(0);
    await execution('runs', 0);
    await stores.blobs.put(makeHeader('runs'), ref, 'text');
    await stores.blobs.put(makeHeader('lost'), ref, 'text');
    await stores.ended.removeOrphans(START);
    expect(await stores.blobs.get(makeHeader('lost'), ref)).toBe('text');

    await stores.ended.removeOrphans(START + DAY);

    expect(await stores.blobs.get(makeHeader('lost'), ref)).toBeUndefined();
    expect(await stores.blobs.get(makeHeader('runs'), ref)).toBe('text');
  });
});

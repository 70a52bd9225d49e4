import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openEmbeddedStores } from '../../../../src/adapters/embedded/open-stores.ts';
import { createVirtualClock } from '../../../../src/testing/memory/virtual-clock.ts';
import { START } from '../../../conformance/execution-fixtures.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fdl-counts-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const run = { flowId: 'f', name: 'a', status: 'Failed', startedAt: START, stoppedAt: START + 9 } as const;

test('Counts outlive the process, and go on from where they were', async () => {
  for (const count of [1, 2]) {
    const { flowCounts, close } = openEmbeddedStores({ folder }, createVirtualClock(START));
    await flowCounts.ended({ ...run, name: `run-${count}` });
    expect(await flowCounts.read('f', START)).toMatchObject({
      ended: { Failed: count },
      last: { name: `run-${count}` },
    });
    await close();
  }
});

test('Hours that count no more are not kept', async () => {
  const stores = openEmbeddedStores({ folder }, createVirtualClock(START));
  const days = [0, 1, 2, 3].map((day) => START + day * 86_400_000);
  for (const stoppedAt of days) await stores.flowCounts.ended({ ...run, stoppedAt });
  await stores.close();
  const database = new DatabaseSync(join(folder, 'fdl.sqlite'));
  expect(database.prepare('SELECT count(*) AS rows FROM counts').get()).toEqual({ rows: 1 });
  database.close();
});

test('A damaged row is left out, and ends are counted on', async () => {
  const first = openEmbeddedStores({ folder }, createVirtualClock(START));
  await first.flowCounts.ended(run);
  await first.flowCounts.ended({ ...run, stoppedAt: START + 3_600_000 });
  await first.close();
  const database = new DatabaseSync(join(folder, 'fdl.sqlite'));
  database.exec("UPDATE counts SET body = '{' WHERE hour = (SELECT min(hour) FROM counts)");
  database.close();
  const { flowCounts, close } = openEmbeddedStores({ folder }, createVirtualClock(START));
  await flowCounts.ended({ ...run, stoppedAt: START + 3_600_001 });
  expect((await flowCounts.read('f', START + 3_600_001))?.ended).toEqual({ Failed: 2 });
  await close();
});

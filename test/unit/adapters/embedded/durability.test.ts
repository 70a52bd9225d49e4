import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { openEmbeddedStores } from '../../../../src/adapters/embedded/open-stores.ts';
import { systemClock } from '../../../../src/adapters/system.ts';
import type { ExecutionId } from '../../../../src/ports/execution-store.ts';
import { makeHeader, makeRecord, SUCCEEDED } from '../../../conformance/execution-fixtures.ts';
import { makeFlow, makeSchedule } from '../../../conformance/flow-fixtures.ts';

const APPEND_UNTIL_KILLED = join(import.meta.dirname, 'programs/append-until-killed.ts');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fdl-data-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('Everything is there again after closing and opening', async () => {
  const header = makeHeader('run');
  const before = openEmbeddedStores({ folder }, systemClock);
  await before.flows.createFlow(makeFlow('orders'));
  await before.flows.createSchedule(makeSchedule('nightly'));
  await before.executions.create(header);
  await before.executions.append(header.id, makeRecord(1, 3));
  const unanswered = before.executions.close(header.id, SUCCEEDED);
  await before.close();
  await unanswered;

  const after = openEmbeddedStores({ folder }, systemClock);

  expect(await after.executions.load(header.id)).toEqual({
    header: { ...header, end: SUCCEEDED },
    records: [makeRecord(1, 3)],
  });
  expect(await after.flows.readFlow('orders')).toEqual(makeFlow('orders'));
  expect(await after.flows.readSchedule('flow-1', 'nightly')).toEqual(makeSchedule('nightly'));
  await after.close();
});

test('What a process before left unfinished is told from what is started now', async () => {
  const before = openEmbeddedStores({ folder }, systemClock);
  for (const name of ['ended', 'left', 'left-too']) await before.executions.create(makeHeader(name));
  await before.executions.close(makeHeader('ended').id, SUCCEEDED);
  expect(await idsIn(before.listAbandoned())).toEqual([]);
  await before.close();

  const after = openEmbeddedStores({ folder }, systemClock);
  for (const name of ['a-new', 'new']) await after.executions.create(makeHeader(name));

  expect(await idsIn(after.listAbandoned())).toEqual([
    { ...makeHeader('left').id, redrives: 0 },
    { ...makeHeader('left-too').id, redrives: 0 },
  ]);
  expect(await idsIn(after.executions.listUnfinished('flow-1'))).toHaveLength(4);
  await after.close();
});

test('Who waits for an end is answered when the store closes', async () => {
  const stores = openEmbeddedStores('memory', systemClock);
  await stores.executions.create(makeHeader('run'));
  const waiting = stores.executions.awaitEnd(makeHeader('run').id, Date.now() + 3_600_000);

  await stores.close();

  expect(await waiting).toEqual(makeHeader('run'));
});

test('Every append that was answered survives kill -9', async () => {
  const writer = spawn(process.execPath, [APPEND_UNTIL_KILLED, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const answered = new Map<string, number>();
  let count = 0;
  for await (const line of createInterface({ input: writer.stdout })) {
    const [name = '', event] = line.split(' ');
    answered.set(name, Number(event));
    count += 1;
    if (count === 2_000) writer.kill('SIGKILL');
  }
  if (writer.exitCode === null && writer.signalCode === null) await once(writer, 'exit');

  const stores = openEmbeddedStores({ folder }, systemClock);

  expect(count).toBeGreaterThanOrEqual(2_000);
  expect(writer.signalCode).toBe('SIGKILL');
  for (const [name, newest] of answered) {
    const { records = [] } = (await stores.executions.load(makeHeader(name).id)) ?? {};
    expect(records.length).toBeGreaterThanOrEqual(newest);
    expect(records.map((record) => record.firstEventId)).toEqual(records.map((_, index) => index + 1));
  }
  await stores.close();
});

async function idsIn(list: AsyncIterable<ExecutionId>): Promise<readonly ExecutionId[]> {
  const found: ExecutionId[] = [];
  for await (const id of list) found.push(id);
  return found;
}

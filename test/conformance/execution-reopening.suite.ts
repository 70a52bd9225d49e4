import { expect, test } from 'vitest';
import type { ExecutionRecord } from '../../src/interpreter/record.ts';
import type { ExecutionEnd, ExecutionStore, Redriven } from '../../src/ports/execution-store.ts';
import { makeHeader, makeRecord, START } from './execution-fixtures.ts';

const FAILED: ExecutionEnd = {
  status: 'Failed',
  stoppedAt: START + 5_000,
  output: '',
  failure: { error: 'Broken', cause: '' },
};

const header = makeHeader('a');

const goingOn = (count: number): Redriven => ({ count, at: START + 9_000, flowVersion: 4 });

/** The record by which an execution goes on. */
function resumedRecord(firstEventId: number, owner = 'message-2'): ExecutionRecord {
  const resumed = { type: 'ExecutionRedriven', restored: {}, flowVersion: 4, undone: [] } as const;
  return { ...makeRecord(firstEventId, 1, { owner }), events: [resumed] };
}

/** The promises of a store about executions that go on after their end. */
export function describeReopening(store: () => ExecutionStore): void {
  async function failed(): Promise<void> {
    await store().create(header);
    await store().append(header.id, makeRecord(1, 3));
    await store().close(header.id, FAILED);
  }

  test('An ended execution goes on: it has no end, is listed as running, and loading begins where it goes on', async () => {
    await failed();
    const record = resumedRecord(4);

    expect(await store().reopen(header.id, record, goingOn(1))).toBe(true);

    const open = { ...header, redriven: goingOn(1) };
    expect(await store().readHeader(header.id)).toEqual(open);
    expect(await store().load(header.id)).toEqual({ header: open, records: [record] });
    expect(await store().readRecords(header.id, 1, 9)).toEqual([makeRecord(1, 3), record]);
    const list = (status: 'Running' | 'Failed') => store().list({ flowId: 'flow-1', limit: 9, status });
    expect((await list('Running')).executions).toEqual([open]);
    expect((await list('Failed')).executions).toEqual([]);
  });

  test('A late end from before changes nothing, the end after it is kept', async () => {
    await failed();
    await store().reopen(header.id, resumedRecord(4), goingOn(1));

    await store().close(header.id, { ...FAILED, stoppedAt: START + 10_000 });
    expect((await store().readHeader(header.id))?.end).toBeUndefined();

    const end = { ...FAILED, stoppedAt: START + 11_000, redrives: 1 };
    await store().close(header.id, end);
    expect((await store().readHeader(header.id))?.end).toEqual(end);
    expect(await store().create(header)).toBe(false);
  });

  test('Of many that let it go on at the same time one does', async () => {
    await failed();
    const records = Array.from({ length: 16 }, (_, index) => resumedRecord(4, `m${index}`));

    const done = await Promise.all(records.map((record) => store().reopen(header.id, record, goingOn(1))));

    expect(done.filter(Boolean)).toHaveLength(1);
    expect((await store().load(header.id))?.records).toEqual([records[done.indexOf(true)]]);
  });

  test('One that runs, has gone on already or has another record there is left as it is', async () => {
    await store().create(header);
    await store().append(header.id, makeRecord(1, 3));
    expect(await store().reopen(header.id, resumedRecord(4), goingOn(1))).toBe(false);
    await store().close(header.id, FAILED);
    expect(await store().reopen(header.id, resumedRecord(4), goingOn(2))).toBe(false);
    expect(await store().reopen(header.id, resumedRecord(1), goingOn(1))).toBe(false);
    expect(await store().reopen(makeHeader('missing').id, resumedRecord(1), goingOn(1))).toBe(false);

    expect(await store().readHeader(header.id)).toEqual({ ...header, end: FAILED });
    expect(await store().readRecords(header.id, 1, 9)).toEqual([makeRecord(1, 3)]);
  });

  test('It can go on again and again', async () => {
    await failed();
    for (const count of [1, 2, 3]) {
      expect(await store().reopen(header.id, resumedRecord(3 + count), goingOn(count))).toBe(true);
      await store().close(header.id, { ...FAILED, redrives: count });
    }
    expect((await store().readHeader(header.id))?.redriven?.count).toBe(3);
    expect(await store().readRecords(header.id, 1, 9)).toHaveLength(4);
  });
}

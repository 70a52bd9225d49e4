import { expect, test } from 'vitest';
import type { ExecutionRecord } from '../../src/interpreter/record.ts';
import type { ExecutionHeader, ExecutionStore } from '../../src/ports/execution-store.ts';
import { makeHeader, makeRecord, START } from './execution-fixtures.ts';

const source = makeHeader('a');
const origins = [{ name: 'a', startedAt: START, upTo: 5, flowVersion: 3 }];
const fork: ExecutionHeader = { ...makeHeader('b'), labels: { orderId: 'ORD-1' }, origins };

const forked: ExecutionRecord = {
  ...makeRecord(6, 1, { owner: 'message-2' }),
  events: [{ type: 'ExecutionForked', restored: {}, flowVersion: 3, undone: [] }],
};

/** The promises of a store about executions that begin with the log of another one. */
export function describeForking(store: () => ExecutionStore): void {
  test('A fork comes with the record that it begins with, and loading begins there, copied records or not', async () => {
    expect(await store().create(fork, forked)).toBe(true);
    expect(await store().load(fork.id)).toEqual({ header: fork, records: [forked] });
    expect(await store().readRecords(fork.id, 1, 9)).toEqual([forked]);

    const beginning = [makeRecord(1, 3), makeRecord(4, 2)];
    for (const record of beginning) expect(await store().append(fork.id, record)).toBe(true);

    expect(await store().load(fork.id)).toEqual({ header: fork, records: [forked] });
    expect(await store().readRecords(fork.id, 1, 9)).toEqual([...beginning, forked]);
    expect(await store().readRecords(fork.id, 1, 5)).toEqual(beginning);
    const found = await store().list({ flowId: 'flow-1', limit: 9, label: 'orderId=ORD-1' });
    expect(found.executions).toEqual([fork]);
  });

  test('A fork whose name is taken leaves nothing behind', async () => {
    await store().create(makeHeader('b'));
    expect(await store().create(fork, forked)).toBe(false);
    expect(await store().readRecords(fork.id, 1, 9)).toEqual([]);
    expect(await store().append(fork.id, makeRecord(6, 1))).toBe(true);
  });

  test('An execution knows its forks, each once, whatever becomes of it', async () => {
    await store().create(source);
    await Promise.all(['b', 'c', 'b'].map((name) => store().noteFork(source.id, name)));
    const end = { status: 'Stopped', stoppedAt: START + 9, output: '' } as const;
    await store().close(source.id, end);
    await store().noteFork(source.id, 'c');
    await store().noteFork({ ...source.id, name: 'nobody' }, 'c');
    const { forks, ...rest } = (await store().readHeader(source.id)) as ExecutionHeader;
    expect(forks?.toSorted()).toEqual(['b', 'c']);
    expect(rest).toEqual({ ...source, end });
    expect(await store().readHeader({ ...source.id, name: 'nobody' })).toBeUndefined();
  });
}

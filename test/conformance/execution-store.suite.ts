import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { parseJson, stringifyJson } from '../../src/common/json-text.ts';
import type { Instant } from '../../src/interpreter/event.ts';
import type { ExecutionHeader, ExecutionStore } from '../../src/ports/execution-store.ts';
import { incompressibleText, makeHeader, makeRecord, START, SUCCEEDED } from './execution-fixtures.ts';
import { describeForking } from './execution-forking.suite.ts';
import {
  describeLabels,
  describeListing,
  describeListsOfMany,
  describePageTokens,
  describeUnfinished,
} from './execution-listing.suite.ts';
import { describeReopening } from './execution-reopening.suite.ts';

/** A store with the time it lives in. */
export interface ExecutionStoreHarness {
  readonly store: ExecutionStore;
  now(): Instant;
  /** Lets so much time pass for the store, and whatever falls due happen. */
  advance(milliseconds: number): Promise<void>;
  dispose(): Promise<void>;
}

/** The promises of the port that every execution store keeps. */
export function executionStoreSuite(name: string, open: () => Promise<ExecutionStoreHarness>): void {
  describe(`execution store: ${name}`, () => {
    let harness: ExecutionStoreHarness;
    let store: ExecutionStore;

    beforeEach(async () => {
      harness = await open();
      store = harness.store;
    });
    afterEach(() => harness.dispose());

    describeHeaders(() => store);
    describeEnds(() => store);
    describeReopening(() => store);
    describeForking(() => store);
    describeRaces(() => store);
    describeReading(() => store);
    describeContents(() => store);
    describeWaiting(() => harness);
    describeListing(() => store);
    describeListsOfMany(() => store);
    describeLabels(() => store);
    describePageTokens(() => store);
    describeUnfinished(() => store);
  });
}

function describeHeaders(store: () => ExecutionStore): void {
  test('An execution is created once, also by many at the same time', async () => {
    const headers = Array.from({ length: 64 }, (_, index) => makeHeader('a', { owner: `message-${index}` }));

    const created = await Promise.all(headers.map((header) => store().create(header)));

    expect(created.filter(Boolean)).toHaveLength(1);
    expect(await store().readHeader({ flowId: 'flow-1', name: 'a' })).toEqual(headers[created.indexOf(true)]);
    expect(await store().create(makeHeader('a'))).toBe(false);
  });

  test('Names belong to a flow, and case counts', async () => {
    expect(await store().create(makeHeader('a'))).toBe(true);
    expect(await store().create(makeHeader('A'))).toBe(true);
    expect(await store().create(makeHeader('a', { id: { flowId: 'flow-2', name: 'a' } }))).toBe(true);
  });

  test('What was never created is undefined', async () => {
    const id = { flowId: 'flow-1', name: 'missing' };

    expect(await store().readHeader(id)).toBeUndefined();
    expect(await store().load(id)).toBeUndefined();
    expect(await store().readRecords(id, 1, 10)).toEqual([]);
  });

  test('A header comes back as it was, byte for byte', async () => {
    const input = `{ "__proto__": 1,\n"ключ": "値 😀 \\u0000 \\ud800" }${' '.repeat(3)}`;
    const firstEvents = [{ type: 'ExecutionStarted' }, { type: 'StepEntered', frame: 0 }] as const;
    const header = makeHeader('a', { input, parentToken: 'token', startedBy: 'parent/3/0', firstEvents });

    await store().create(header);

    expect(await store().readHeader(header.id)).toEqual(header);
  });
}

function describeEnds(store: () => ExecutionStore): void {
  test('The first end stays, and the name stays taken', async () => {
    const header = makeHeader('a');
    await store().create(header);

    await store().close(header.id, SUCCEEDED);
    await store().close(header.id, {
      status: 'Failed',
      stoppedAt: START,
      output: '',
      failure: { error: 'E', cause: 'c' },
    });

    expect(await store().readHeader(header.id)).toEqual({ ...header, end: SUCCEEDED });
    expect((await store().load(header.id))?.header.end).toEqual(SUCCEEDED);
    expect(await store().create(header)).toBe(false);
  });

  test('An end with a failure comes back as it was', async () => {
    const header = makeHeader('a');
    const failure = { error: 'Custom.Error', cause: '{"why":"because"}' };
    await store().create(header);

    await store().close(header.id, { status: 'Failed', stoppedAt: START + 1, output: '', failure });

    expect((await store().readHeader(header.id))?.end).toEqual({
      status: 'Failed',
      stoppedAt: START + 1,
      output: '',
      failure,
    });
  });
}

function describeRaces(store: () => ExecutionStore): void {
  const { id } = makeHeader('a');

  test('Of 64 appends of the same event one wins and the others change nothing', async () => {
    await store().create(makeHeader('a'));
    const records = Array.from({ length: 64 }, (_, index) =>
      makeRecord(1, 1 + (index % 5), { owner: `m${index}` }),
    );

    const appended = await Promise.all(records.map((record) => store().append(id, record)));

    expect(appended.filter(Boolean)).toHaveLength(1);
    expect((await store().load(id))?.records).toEqual([records[appended.indexOf(true)]]);
  });

  test('Appends that each follow the newest record all arrive, whichever writers race', async () => {
    await store().create(makeHeader('a'));
    const appendNext = async (owner: string): Promise<void> => {
      const records = (await store().load(id))?.records ?? [];
      const next = records.reduce((sum, record) => sum + record.events.length, 1);
      if (!(await store().append(id, makeRecord(next, 1, { owner })))) await appendNext(owner);
    };

    await Promise.all(Array.from({ length: 16 }, (_, index) => appendNext(`m${index}`)));

    const records = (await store().load(id))?.records ?? [];
    expect(records.map((record) => record.firstEventId)).toEqual(
      Array.from({ length: 16 }, (_, index) => index + 1),
    );
    expect(new Set(records.map((record) => record.owner)).size).toBe(16);
  });

  test('An answered append is read by the next load', async () => {
    await store().create(makeHeader('a'));
    for (let event = 1; event <= 20; event += 1) {
      expect(await store().append(id, makeRecord(event, 1))).toBe(true);
      expect((await store().load(id))?.records.at(-1)?.firstEventId).toBe(event);
    }
  });
}

function describeReading(store: () => ExecutionStore): void {
  const { id } = makeHeader('a');

  test('Loading begins at the newest record with a snapshot', async () => {
    await store().create(makeHeader('a'));
    await store().append(id, makeRecord(1, 2));
    await store().append(id, makeRecord(3, 2, { snapshot: { old: true } }));
    await store().append(id, makeRecord(5, 3, { snapshot: null }));
    await store().append(id, makeRecord(8, 1));

    const loaded = await store().load(id);

    expect(loaded?.records).toEqual([makeRecord(5, 3, { snapshot: null }), makeRecord(8, 1)]);
  });

  test('Loading without a snapshot begins at the first record', async () => {
    await store().create(makeHeader('a'));
    const records = Array.from({ length: 120 }, (_, index) => makeRecord(index + 1, 1));
    for (const record of records) await store().append(id, record);

    expect((await store().load(id))?.records).toEqual(records);
  });

  test.each([
    [1, 1, [1]],
    [1, 4, [1, 3]],
    [2, 2, [1]],
    [3, 3, [1, 3]],
    [5, 5, [3, 5]],
    [6, 6, [3, 5]],
    [7, 8, [3, 5, 8]],
    [8, 8, [5, 8]],
    [9, 9, [5, 8]],
    [10, 10, [5, 8, 10]],
    [11, 1_000, [5, 8, 10]],
    [1, 1_000, [1, 3, 5, 8, 10]],
  ])('Events %i to %i are rendered from the records beginning at %j', async (from, to, expected) => {
    await store().create(makeHeader('a'));
    const snapshots = new Set([3, 5]);
    const shapes = [
      [1, 2],
      [3, 2],
      [5, 3],
      [8, 2],
      [10, 1],
    ] as const;
    for (const [first, count] of shapes) {
      await store().append(
        id,
        makeRecord(first, count, snapshots.has(first) ? { snapshot: { upTo: first } } : {}),
      );
    }

    const records = await store().readRecords(id, from, to);

    expect(records.map((record) => record.firstEventId)).toEqual(expected);
  });
}

function describeContents(store: () => ExecutionStore): void {
  const { id } = makeHeader('a');

  test('Large records and every kind of text come back unchanged', async () => {
    await store().create(makeHeader('a'));
    // With what JSON escapes, nearly the 256 KiB that an output may have.
    const output = JSON.stringify({ text: incompressibleText(120_000, 7) });
    const snapshot = parseJson(
      `{"__proto__":{"a":1},"id":-1234567890123456789,"constructor":[null,1.5,-1e300],"ключ":"😀","":"","\\ud800":"\\u0000"}`,
    );
    const large = makeRecord(1, 1, { events: [{ type: 'TaskSucceeded', frame: 1, output }], snapshot });
    const repetitive = makeRecord(2, 1, {
      events: [{ type: 'TaskSucceeded', frame: 1, output: '值'.repeat(100_000) }],
    });

    await store().append(id, large);
    await store().append(id, repetitive);

    const records = (await store().load(id))?.records ?? [];
    expect(records).toEqual([large, repetitive]);
    expect(stringifyJson(records[0])).toBe(stringifyJson(large));
  });

  test('Logs of executions with the same name in different flows are apart', async () => {
    await store().create(makeHeader('a'));
    const other = { flowId: 'flow-2', name: 'a' };
    await store().create(makeHeader('a', { id: other }));

    await store().append(id, makeRecord(1, 1, { owner: 'mine' }));

    expect((await store().load(other))?.records).toEqual([]);
    expect(await store().append(other, makeRecord(1, 1, { owner: 'theirs' }))).toBe(true);
  });
}

function describeWaiting(harness: () => ExecutionStoreHarness): void {
  const { id } = makeHeader('a');

  test('Waiting for the end of an ended or missing execution takes no time', async () => {
    const { store, now } = harness();
    await store.create(makeHeader('a'));
    await store.close(id, SUCCEEDED);

    expect((await store.awaitEnd(id, now() + 3_600_000))?.end).toEqual(SUCCEEDED);
    expect(await store.awaitEnd({ flowId: 'flow-1', name: 'missing' }, now() + 3_600_000)).toBeUndefined();
  });

  test('Every waiting reader gets the end as soon as it is written', async () => {
    const { store, now, advance } = harness();
    await store.create(makeHeader('a'));
    const waiting = [1, 2, 3].map(() => store.awaitEnd(id, now() + 3_600_000));
    await advance(1_000);

    await store.close(id, SUCCEEDED);
    await advance(1_000);

    expect((await Promise.all(waiting)).map((header) => header?.end)).toEqual([
      SUCCEEDED,
      SUCCEEDED,
      SUCCEEDED,
    ]);
  });

  test('Who waits in vain gets the header as it is, not before the time', async () => {
    const { store, now, advance } = harness();
    await store.create(makeHeader('a'));
    let answer: ExecutionHeader | 'waiting' | undefined = 'waiting';
    const waiting = store.awaitEnd(id, now() + 10_000).then((header) => {
      answer = header;
    });

    await advance(9_900);
    expect(answer).toBe('waiting');
    await advance(100);
    await waiting;
    expect(answer).toEqual(makeHeader('a'));
  });

  test('A time that has passed answers at once', async () => {
    const { store, now } = harness();
    await store.create(makeHeader('a'));

    expect(await store.awaitEnd(id, now() - 1)).toEqual(makeHeader('a'));
  });
}

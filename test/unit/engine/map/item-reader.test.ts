import { describe, expect, test } from 'vitest';
import { idInside, idOfInside, mapRunName } from '../../../../src/engine/map/part-ids.ts';
import { mapRunProgress } from '../../../../src/engine/map/progress.ts';
import { redriveExecution } from '../../../../src/engine/resume/redrive-execution.ts';
import { submitCommand } from '../../../../src/engine/submit-command.ts';
import { DEFAULT_LIMITS } from '../../../../src/limits.ts';
import type { BlobHolder } from '../../../../src/ports/blob-store.ts';
import type { ExecutionHeader, ExecutionId } from '../../../../src/ports/execution-store.ts';
import { MemoryBlobStore } from '../../../../src/testing/memory/blob-store.ts';
import { EngineHome, returned } from '../engine-home.ts';

interface Made {
  readonly reader?: string;
  readonly rules?: string;
  readonly more?: string;
  readonly steps?: string;
}

const CALL = '- { type: task, name: call, resourceArn: "acs:fc:::services/w/functions/call" }';

/** A flow that is distributed over the items of an object, and then has a step `rest`. */
function reading({
  reader = 'inputType: jsonl, bucket: orders, key: $.key',
  rules = 'batchSize: 2',
  ...made
}: Made = {}) {
  const { more = '', steps = CALL } = made;
  return `version: v1
type: flow
steps:
  - type: foreach
    name: each
    iterationMapping: { item: item, index: position }
    distributed: { ${rules}, itemReader: { ${reader} } }
    ${more}
    steps:
      ${steps}
  - { type: pass, name: rest }
`;
}

const INPUT = JSON.stringify({ key: 'in', tenant: 'a' });

function runOf({ id }: ExecutionHeader, attempt = 0): ExecutionId {
  return idInside(id, mapRunName({ entry: 2, attempt }));
}

async function endOf(home: EngineHome, id: ExecutionId) {
  const end = (await home.executions.readHeader(id))?.end;
  return end && { ...end, output: String(end.output) };
}

async function outputOf(home: EngineHome, { id }: ExecutionHeader) {
  const end = await endOf(home, id);
  expect(end?.failure).toBeUndefined();
  return JSON.parse(end?.output ?? '{}');
}

async function batchesOf(home: EngineHome, run: ExecutionId) {
  const { executions } = await home.executions.list({ flowId: idOfInside(run), limit: 100 });
  return executions.toSorted((a, b) => a.id.name.localeCompare(b.id.name));
}

/** A home whose function gives back its item, and fails for those that `fails` names; the object `in` has the text. */
async function homeWith(text: string, fails: ReadonlySet<unknown> = new Set()): Promise<EngineHome> {
  const home = new EngineHome();
  home.objects.createBucket('orders');
  await home.objects.write({ bucket: 'orders', key: 'in' }, text);
  home.targets.answer = ({ event }) => {
    const { item } = JSON.parse(event);
    if (fails.has(item)) return { kind: 'failed', failure: { error: 'Bad', cause: `item ${item}` } };
    return returned({ value: item });
  };
  return home;
}

/** Tells for which executions texts were kept longer. */
class KeptBlobs extends MemoryBlobStore {
  readonly kept: ExecutionId[] = [];

  override async keep(holder?: BlobHolder): Promise<void> {
    if (holder !== undefined) this.kept.push(holder.id);
  }
}

function lines(...items: readonly unknown[]): string {
  return items.map((item) => `${JSON.stringify(item)}\n`).join('');
}

describe('A distributed foreach with an item reader', () => {
  test.each([
    ['jsonl', '1\n\n{"a":2}\n"three"', [1, { a: 2 }, 'three']],
    ['json', ' [1, {"a": [2, "],"]}, "three" ] ', [1, { a: [2, '],'] }, 'three']],
    [
      'csv',
      '\ufeffid,name\r\n1,"a, ""b"""\r\n2,"two\nlines"\r\n',
      [
        { id: '1', name: 'a, "b"' },
        { id: '2', name: 'two\nlines' },
      ],
    ],
    ['json', '[]', []],
    ['jsonl', '', []],
    ['csv', 'id\n', []],
  ])('takes the items of %s from %j', async (inputType, text, items) => {
    const home = await homeWith(text);
    const header = await home.start(
      reading({ reader: `inputType: ${inputType}, bucket: orders, key: $.key` }),
      INPUT,
    );
    await home.toEnd();
    expect(await outputOf(home, header)).toEqual({
      mapRunName: 'run:map-2-0',
      total: items.length,
      succeeded: items.length,
      failed: 0,
      failures: [],
      results: items.map((value) => ({ value })),
    });
  });

  test('takes the objects of a bucket as items', async () => {
    const home = await homeWith('');
    for (const name of ['a/1', 'a/2', 'a/3', 'b/1'])
      await home.objects.write({ bucket: 'orders', key: name }, name);
    const header = await home.start(
      reading({ reader: 'inputType: list, bucket: orders, prefix: a/' }),
      INPUT,
    );
    await home.toEnd();
    const { results } = await outputOf(home, header);
    expect(results.map(({ value }: { value: { Key: string } }) => value.Key)).toEqual(['a/1', 'a/2', 'a/3']);
    expect(results[0].value).toEqual({
      Key: 'a/1',
      Size: 3,
      ETag: expect.stringMatching(/^[0-9a-f]{32}$/),
      LastModified: '2026-01-05T12:00:00.000Z',
    });
  });

  test('keeps a list as long as the map run, also when that goes on after its end', async () => {
    const blobs = new KeptBlobs();
    const home = new EngineHome({ blobs });
    home.objects.createBucket('orders');
    for (const name of ['a', 'b', 'c']) await home.objects.write({ bucket: 'orders', key: name }, name);
    home.targets.answer = () => ({ kind: 'failed', failure: { error: 'Bad', cause: '' } });
    const rules = 'batchSize: 1, maxConcurrency: 1';
    const header = await home.start(reading({ reader: 'inputType: list, bucket: orders', rules }), INPUT);
    await home.toEnd();
    home.targets.answer = () => returned({});
    await redriveExecution(home.services, header.id, {});
    await home.toEnd();
    expect(await outputOf(home, header)).toMatchObject({ total: 3, succeeded: 3 });
    expect(blobs.kept).toEqual([runOf(header)]);
  });

  test('gives an iteration the input of the step with the item and its position among all', async () => {
    const home = await homeWith(lines(1, 2, 3));
    await home.start(reading(), INPUT);
    await home.toEnd();
    const events = home.targets.calls.map(({ event }) => JSON.parse(event));
    expect(events).toContainEqual({ key: 'in', tenant: 'a', item: 3, position: 2 });
  });

  test('reads no more items than it may', async () => {
    const home = await homeWith(lines(1, 2, 3, 4, 5));
    const reader = 'inputType: jsonl, bucket: orders, key: in, maxItems: 3';
    const header = await home.start(reading({ reader }), INPUT);
    await home.toEnd();
    expect(await outputOf(home, header)).toMatchObject({
      total: 3,
      results: [{ value: 1 }, { value: 2 }, { value: 3 }],
    });
  });

  test('holds no item and no result in the log of its map run', async () => {
    const home = await homeWith(lines('xxx1', 'xxx2', 'xxx3'));
    const header = await home.start(reading(), INPUT);
    await home.toEnd();
    const run = await home.executions.readHeader(runOf(header));
    const records = await home.executions.readRecords(runOf(header), 1, 1_000);
    const results = records.findIndex(({ events }) => JSON.stringify(events).includes('"results"'));
    expect(JSON.stringify([run?.input, run?.firstEvents, records.slice(0, results)])).not.toContain('xxx');
  });

  test.each([
    ['in other', 'jsonl', '1', 'There is no object "other" in bucket orders'],
    [
      'in',
      'jsonl',
      '1\n{"a":}\n',
      'Item 1 of object "in" in bucket orders, at line 2, cannot be read: it is not JSON',
    ],
    [
      'in',
      'json',
      '{"a":1}',
      'Item 0 of object "in" in bucket orders, at byte 0, cannot be read: The object must be an array of JSON',
    ],
    [
      'in',
      'csv',
      'a,b\n1,2\n3\n',
      'Item 1 of object "in" in bucket orders, at line 3, cannot be read: there are 1 fields, and 2 columns',
    ],
  ])('fails in a way that can be caught: %s %s %j', async (key, inputType, text, cause) => {
    const home = await homeWith(text);
    const more = 'catch: [{ errors: [FnF.ItemReaderFailed], goto: rest }]';
    const reader = `inputType: ${inputType}, bucket: orders, key: ${key.replace('in other', 'other')}`;
    const header = await home.start(reading({ reader, more }), INPUT);
    await home.toEnd();
    expect((await endOf(home, header.id))?.status).toBe('Succeeded');
    const failure = (await endOf(home, runOf(header)))?.failure;
    expect(failure?.error).toBe('FnF.ItemReaderFailed');
    expect(failure?.cause).toContain(cause);
  });

  test.each([
    ['{}', 'the key of the itemReader is missing; it must be text'],
    ['{"key":3}', 'the key of the itemReader is of type number; it must be text'],
  ])('does not begin with the input %s', async (input, cause) => {
    const home = await homeWith('');
    const header = await home.start(reading(), input);
    await home.toEnd();
    expect((await endOf(home, header.id))?.failure).toEqual({ error: 'FnF.InvalidInput', cause });
  });

  test('fails as a whole when the object is another one before all its batches have begun', async () => {
    const home = await homeWith(lines(1, 2, 3, 4));
    home.targets.answer = async () => {
      await home.objects.write({ bucket: 'orders', key: 'in' }, lines(5, 6, 7, 8));
      return returned({});
    };
    const rules = 'batchSize: 2, maxConcurrency: 1, toleratedFailedPercentage: 100';
    const header = await home.start(reading({ rules }), INPUT);
    await home.toEnd();
    expect((await endOf(home, header.id))?.failure).toEqual({
      error: 'FnF.ItemReaderFailed',
      cause: 'The object "in" of bucket orders was replaced or removed while it was read',
    });
  });

  test('refuses an item that is too large', async () => {
    const home = new EngineHome({ limits: { ...DEFAULT_LIMITS, stepDataBytes: 1_000 } });
    home.objects.createBucket('orders');
    await home.objects.write({ bucket: 'orders', key: 'in' }, lines(1, 'x'.repeat(1_000)));
    const header = await home.start(reading({ rules: 'batchSize: 1' }), INPUT);
    await home.toEnd();
    expect((await endOf(home, header.id))?.failure?.cause).toBe(
      'Item 1 of object "in" in bucket orders takes more than 1000 bytes, the most that a step may hold',
    );
  });

  test('takes up only what has failed when its execution is redriven, with the items as they were', async () => {
    const bad = new Set([1, 4]);
    const home = await homeWith(lines(1, 2, 3, 4, 5), bad);
    const rules = 'batchSize: 1, maxConcurrency: 2, toleratedFailedCount: 1';
    const header = await home.start(reading({ rules }), INPUT);
    await home.toEnd();
    expect((await endOf(home, header.id))?.failure?.error).toBe('FnF.ToleranceExceeded');
    bad.clear();
    home.objects.remove({ bucket: 'orders', key: 'in' });
    const before = home.targets.calls.map(({ event }) => JSON.parse(event).item);
    await redriveExecution(home.services, header.id, {});
    await home.toEnd();
    const again = home.targets.calls.slice(before.length).map(({ event }) => JSON.parse(event).item);
    expect(again.filter((item) => before.includes(item)).toSorted()).toEqual([1, 4]);
  });

  test('reads on where it was when it is redriven', async () => {
    const home = await homeWith(lines(1, 2, 3));
    home.objects.remove({ bucket: 'orders', key: 'in' });
    const header = await home.start(reading(), INPUT);
    await home.toEnd();
    expect((await endOf(home, header.id))?.failure?.error).toBe('FnF.ItemReaderFailed');
    await home.objects.write({ bucket: 'orders', key: 'in' }, lines(1, 2, 3));
    await redriveExecution(home.services, header.id, {});
    await home.toEnd();
    expect(await outputOf(home, header)).toMatchObject({ total: 3, succeeded: 3 });
  });

  test('tells how far it is, and whether there may be more items', async () => {
    const items = Array.from({ length: 2_500 }, (_, at) => at);
    const home = await homeWith(lines(...items));
    const steps = '- { type: wait, name: long, duration: 86400 }';
    const header = await home.start(reading({ rules: 'batchSize: 1, maxConcurrency: 7', steps }), INPUT);
    await home.settle();
    const run = await home.executions.readHeader(runOf(header));
    expect(await mapRunProgress(home.services, run as ExecutionHeader)).toMatchObject({
      total: 1_000,
      isAllRead: false,
      running: 7,
      succeeded: 0,
    });
    await submitCommand(home.services, header.id, { type: 'Stop', failure: { error: 'Enough', cause: '' } });
    await home.settle();
    const batches = await batchesOf(home, runOf(header));
    expect(batches.map(({ end }) => end?.status)).toEqual(new Array(7).fill('Stopped'));
  });
});

describe('A distributed foreach with a result writer', () => {
  const writing = (more: Made = {}) =>
    reading({ rules: 'batchSize: 2, resultWriter: { bucket: orders, prefix: out }', ...more });

  const folder = (header: ExecutionHeader) => `out/${idOfInside(runOf(header))}`;

  async function textOf(home: EngineHome, key: string): Promise<string> {
    const name = { bucket: 'orders', key };
    const { etag = '', bytes = 0 } = (await home.objects.head(name)) ?? {};
    return Buffer.from(await home.objects.read(name, { etag, from: 0, to: bytes })).toString();
  }

  test('writes the results of each batch into an object, and tells of them in a manifest', async () => {
    const home = await homeWith(lines(1, 2, 3));
    const header = await home.start(writing(), INPUT);
    await home.toEnd();
    const output = await outputOf(home, header);
    const told = { mapRunName: 'run:map-2-0', total: 3, succeeded: 3, failed: 0, failures: [] };
    const key = `${folder(header)}/manifest.json`;
    expect(output).toEqual({ ...told, resultWriterDetails: { bucket: 'orders', key } });
    expect(JSON.parse(await textOf(home, key))).toEqual({
      flowName: 'main',
      ...told,
      results: { bucket: 'orders', prefix: `${folder(header)}/results/` },
    });
    expect(await textOf(home, `${folder(header)}/results/batch-0.jsonl`)).toBe('{"value":1}\n{"value":2}\n');
    expect(await textOf(home, `${folder(header)}/results/batch-1.jsonl`)).toBe('{"value":3}\n');
  });

  test('leaves no results in the ends of the batches', async () => {
    const home = await homeWith(lines(1, 2, 3));
    const header = await home.start(writing(), INPUT);
    await home.toEnd();
    const batches = await batchesOf(home, runOf(header));
    expect(batches.map(({ end }) => end?.output)).toEqual(['{}', '{}']);
  });

  test('tells of batches that have failed', async () => {
    const home = await homeWith(lines(1, 2, 3), new Set([3]));
    const rules = 'batchSize: 2, toleratedFailedCount: 1, resultWriter: { bucket: orders }';
    const header = await home.start(reading({ rules }), INPUT);
    await home.toEnd();
    expect(await outputOf(home, header)).toMatchObject({
      succeeded: 2,
      failed: 1,
      failures: [{ batch: 1, first: 2, items: 1, error: 'Bad', cause: 'item 3' }],
    });
  });

  test('does not begin when its results cannot be written', async () => {
    const home = await homeWith(lines(1, 2, 3));
    const more = 'catch: [{ errors: [FnF.ResultWriterFailed], goto: rest }]';
    const rules = 'resultWriter: { bucket: nowhere }';
    const header = await home.start(reading({ rules, more }), INPUT);
    await home.toEnd();
    expect((await endOf(home, header.id))?.status).toBe('Succeeded');
    expect(home.targets.calls).toEqual([]);
    expect(await home.executions.readHeader(runOf(header))).toBeUndefined();
  });
});

import { describe, expect, test } from 'vitest';
import { idInside, idOfInside, mapRunName } from '../../../../src/engine/map/part-ids.ts';
import { redriveExecution } from '../../../../src/engine/resume/redrive-execution.ts';
import { submitCommand } from '../../../../src/engine/submit-command.ts';
import { DEFAULT_LIMITS } from '../../../../src/limits.ts';
import type { ExecutionHeader, ExecutionId } from '../../../../src/ports/execution-store.ts';
import { EngineHome, returned } from '../engine-home.ts';

interface Made {
  readonly distributed?: string;
  readonly more?: string;
  readonly steps?: string;
}

const CALL = '- { type: task, name: call, resourceArn: "acs:fc:::services/w/functions/call" }';

/** A flow that is distributed over its items, and then has a step `rest`. */
function mapping({ distributed = '{ batchSize: 2 }', more = '', steps = CALL }: Made = {}): string {
  return `version: v1
type: flow
steps:
  - type: foreach
    name: each
    iterationMapping: { collection: $.items, item: item, index: position }
    distributed: ${distributed}
    ${more}
    steps:
      ${steps}
  - { type: pass, name: rest }
`;
}

const ITEMS = JSON.stringify({ items: [1, 2, 3, 4, 5], tenant: 'a' });

/** The map run of the step that was entered by event 2. */
function runOf({ id }: ExecutionHeader, attempt = 0): ExecutionId {
  return idInside(id, mapRunName({ entry: 2, attempt }));
}

async function endOf(home: EngineHome, id: ExecutionId) {
  const end = (await home.executions.readHeader(id))?.end;
  return end && { ...end, output: String(end.output) };
}

async function batchesOf(home: EngineHome, run: ExecutionId) {
  const { executions } = await home.executions.list({ flowId: idOfInside(run), limit: 100 });
  return executions.toSorted((a, b) => a.id.name.localeCompare(b.id.name));
}

/** A home whose function fails for the items that `fails` names. */
function homeFailing(fails: ReadonlySet<number>): EngineHome {
  const home = new EngineHome();
  home.targets.answer = ({ event }) => {
    const { item, position } = JSON.parse(event);
    if (fails.has(item)) return { kind: 'failed', failure: { error: 'Bad', cause: `item ${item}` } };
    return returned({ value: item * 10, position });
  };
  return home;
}

describe('A distributed foreach', () => {
  test('runs its items in child executions and takes their results in order', async () => {
    const home = homeFailing(new Set());
    const header = await home.start(mapping(), ITEMS);
    await home.toEnd();
    const end = await endOf(home, header.id);
    expect(end?.failure).toBeUndefined();
    expect(JSON.parse(end?.output ?? '')).toEqual({
      mapRunName: 'run:map-2-0',
      total: 5,
      succeeded: 5,
      failed: 0,
      failures: [],
      results: [1, 2, 3, 4, 5].map((item, position) => ({ value: item * 10, position })),
    });
  });

  test('gives an iteration the input without the collection, with the item and its position among all', async () => {
    const home = homeFailing(new Set());
    await home.start(mapping(), ITEMS);
    await home.toEnd();
    const events = home.targets.calls.map(({ event }) => JSON.parse(event));
    expect(events).toContainEqual({ tenant: 'a', item: 4, position: 3 });
  });

  test('has a log that does not grow with its items, and a map run whose log does not hold their results', async () => {
    const home = homeFailing(new Set());
    const header = await home.start(mapping(), ITEMS);
    await home.toEnd();
    expect(await home.types(header)).toEqual([
      'ExecutionStarted',
      'StepEntered',
      'TaskScheduled',
      'TaskStarted',
      'TaskSubmitted',
      'TaskSucceeded',
      'StepExited',
      'StepEntered',
      'StepStarted',
      'StepSucceeded',
      'StepExited',
      'ExecutionSucceeded',
    ]);
    const history = await home.history({ id: runOf(header) });
    const ofBatches = history.filter(({ stepName }) => stepName === 'batch');
    expect(ofBatches).toHaveLength(3 * 6);
    expect(ofBatches.some(({ detail }) => detail.includes('value'))).toBe(false);
  });

  test('takes the end of a batch from its log while the header has none', async () => {
    const home = homeFailing(new Set());
    const header = await home.start(mapping(), ITEMS);
    const close = home.executions.close.bind(home.executions);
    home.executions.close = async (id, end) => {
      if (id.name.startsWith('batch')) await home.clock.sleep(1_000);
      return close(id, end);
    };
    await home.toEnd();
    expect(JSON.parse((await endOf(home, header.id))?.output ?? '').results).toHaveLength(5);
  });

  test('runs as many batches at a time as it may', async () => {
    const home = new EngineHome();
    let running = 0;
    let most = 0;
    home.targets.answer = async () => {
      most = Math.max(most, ++running);
      await home.clock.sleep(1_000);
      running--;
      return returned({});
    };
    const header = await home.start(mapping({ distributed: '{ maxConcurrency: 2 }' }), ITEMS);
    await home.toEnd();
    expect((await endOf(home, header.id))?.status).toBe('Succeeded');
    expect(most).toBe(1);
    expect(await batchesOf(home, runOf(header))).toHaveLength(5);
  });

  test.each([
    [{ items: [] }, { total: 0, results: [] }],
    [{ items: [7] }, { total: 1, results: [{ value: 70, position: 0 }] }],
  ])('takes %j', async (input, expected) => {
    const home = homeFailing(new Set());
    const header = await home.start(mapping(), JSON.stringify(input));
    await home.toEnd();
    expect(JSON.parse((await endOf(home, header.id))?.output ?? '')).toMatchObject(expected);
  });

  test.each(['{}', '{"items":3}'])(
    'fails in a way that can be caught when its collection is that of %s',
    async (input) => {
      const home = homeFailing(new Set());
      const header = await home.start(
        mapping({ more: 'catch: [{ errors: [FnF.InvalidInput], goto: rest }]' }),
        input,
      );
      await home.toEnd();
      expect((await endOf(home, header.id))?.status).toBe('Succeeded');
    },
  );

  test('fails with a batch unless failures are tolerated, and counts all items of that batch', async () => {
    const home = homeFailing(new Set([3]));
    const header = await home.start(mapping(), ITEMS);
    await home.toEnd();
    expect((await endOf(home, header.id))?.failure).toEqual({
      error: 'FnF.ToleranceExceeded',
      cause: '2 of 5 items have failed, more than are tolerated; batch 1 failed with Bad: item 3',
    });
  });

  test.each([
    ['{ batchSize: 2, toleratedFailedCount: 2 }', 'Succeeded'],
    ['{ batchSize: 2, toleratedFailedCount: 1 }', 'Failed'],
    ['{ batchSize: 2, toleratedFailedPercentage: 40 }', 'Succeeded'],
    ['{ batchSize: 2, toleratedFailedPercentage: 39.9 }', 'Failed'],
    ['{ batchSize: 2, toleratedFailedPercentage: 40, toleratedFailedCount: 0 }', 'Failed'],
  ])('with %s ends as %s when two of five items fail', async (distributed, status) => {
    const home = homeFailing(new Set([3]));
    const header = await home.start(mapping({ distributed }), ITEMS);
    await home.toEnd();
    expect((await endOf(home, header.id))?.status).toBe(status);
  });

  test('shows what was tolerated', async () => {
    const home = homeFailing(new Set([3]));
    const header = await home.start(
      mapping({ distributed: '{ batchSize: 2, toleratedFailedCount: 2 }' }),
      ITEMS,
    );
    await home.toEnd();
    const output = JSON.parse((await endOf(home, header.id))?.output ?? '');
    expect(output).toMatchObject({ succeeded: 3, failed: 2 });
    expect(output.failures).toEqual([{ batch: 1, first: 2, items: 2, error: 'Bad', cause: 'item 3' }]);
    expect(output.results.map((result: unknown) => result === null)).toEqual([
      false,
      false,
      true,
      true,
      false,
    ]);
  });

  test('stops its batches when it is stopped', async () => {
    const home = new EngineHome();
    const steps = '- { type: wait, name: long, duration: 86400 }';
    const header = await home.start(mapping({ steps }), ITEMS);
    await home.settle();
    await submitCommand(home.services, header.id, { type: 'Stop', failure: { error: 'Enough', cause: '' } });
    await home.settle();
    const run = runOf(header);
    expect((await endOf(home, run))?.status).toBe('Stopped');
    const batches = await batchesOf(home, run);
    expect(batches.map(({ end }) => end?.status)).toEqual(['Stopped', 'Stopped', 'Stopped']);
  });

  test('stops the batches that run when too many items have failed', async () => {
    const home = homeFailing(new Set([1]));
    const steps = `- type: choice
        name: which
        choices:
          - condition: $.item > 2
            steps: [{ type: wait, name: long, duration: 86400 }]
      ${CALL}`;
    const header = await home.start(mapping({ steps }), ITEMS);
    await home.settle();
    expect((await endOf(home, header.id))?.status).toBe('Failed');
    const batches = await batchesOf(home, runOf(header));
    expect(batches.map(({ end }) => end?.status)).toEqual(['Failed', 'Stopped', 'Stopped']);
  });

  test('takes up what has failed and what was stopped when its execution is redriven, and nothing else', async () => {
    const bad = new Set([1, 4]);
    const home = homeFailing(bad);
    const distributed = '{ batchSize: 1, maxConcurrency: 2, toleratedFailedCount: 1 }';
    const header = await home.start(mapping({ distributed }), ITEMS);
    await home.toEnd();
    expect((await endOf(home, header.id))?.status).toBe('Failed');
    bad.clear();
    const before = home.targets.calls.length;
    expect(before).toBeLessThanOrEqual(5);
    await redriveExecution(home.services, header.id, {});
    await home.toEnd();
    const end = await endOf(home, header.id);
    expect(end?.failure).toBeUndefined();
    const output = JSON.parse(end?.output ?? '');
    expect(output).toMatchObject({ succeeded: 5, failed: 0, failures: [] });
    expect(output.results.map(({ value }: { value: number }) => value)).toEqual([10, 20, 30, 40, 50]);
    const again = home.targets.calls.slice(before).map(({ event }) => JSON.parse(event).item);
    expect(again.toSorted()).toEqual([1, 4]);
  });

  test('is run anew by a retry policy', async () => {
    const bad = new Set([3]);
    const home = homeFailing(bad);
    const retry = 'retry: [{ errors: [FnF.ToleranceExceeded], intervalSeconds: 1, maxAttempts: 1 }]';
    const header = await home.start(mapping({ more: retry }), ITEMS);
    await home.settle();
    bad.clear();
    await home.toEnd();
    expect((await endOf(home, header.id))?.status).toBe('Succeeded');
    expect(await batchesOf(home, runOf(header, 1))).toHaveLength(3);
  });

  test('fails in a way that can be caught when its results are too large', async () => {
    const home = new EngineHome({ limits: { ...DEFAULT_LIMITS, stepDataBytes: 262_144 } });
    home.targets.answer = () => returned({ text: 'x'.repeat(100_000) });
    const caught = 'catch: [{ errors: [FnF.DataLimitExceeded], goto: rest }]';
    const header = await home.start(mapping({ distributed: '{}', more: caught }), ITEMS);
    await home.toEnd();
    expect((await endOf(home, header.id))?.status).toBe('Succeeded');
    expect((await endOf(home, runOf(header)))?.failure?.error).toBe('FnF.DataLimitExceeded');
  });

  test('can stand inside another', async () => {
    const home = homeFailing(new Set());
    const steps = `- type: foreach
        name: inner
        iterationMapping: { collection: $.item.items, item: item }
        distributed: { batchSize: 2 }
        steps: [{ type: pass, name: nothing, outputMappings: [{ target: got, source: $input.item }] }]
        outputMappings: [{ target: got, source: "$local.results[*].got" }]`;
    const input = JSON.stringify({ items: [{ items: [1, 2, 3] }, { items: [4] }, { items: [] }] });
    const header = await home.start(mapping({ steps }), input);
    await home.toEnd();
    const output = JSON.parse((await endOf(home, header.id))?.output ?? '{}');
    expect(output.results).toEqual([{ got: [1, 2, 3] }, { got: [4] }, { got: [] }]);
  });

  test('tells an iteration where it is', async () => {
    const home = homeFailing(new Set());
    const steps = `- type: pass
        name: where
        outputMappings:
          - { target: at, source: $context.step.iterationIndex }
          - { target: execution, source: $context.execution.name }
          - { target: flow, source: $context.flow.id }`;
    const header = await home.start(mapping({ steps }), ITEMS);
    await home.toEnd();
    const { results } = JSON.parse((await endOf(home, header.id))?.output ?? '{}');
    expect(results[3]).toEqual({ at: 3, execution: 'run:map-2-0:batch-1', flow: header.id.flowId });
  });
});

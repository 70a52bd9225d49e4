import { describe, expect, test } from 'vitest';
import { stringifyJson } from '../../../src/common/json-text.ts';
import type { Flow } from '../../../src/flow/flow.ts';
import { partOf } from '../../../src/flow/map-run.ts';
import { evolve } from '../../../src/interpreter/evolve.ts';
import { fromSnapshot, toSnapshot } from '../../../src/interpreter/snapshot.ts';
import { CorruptLog, type ExecutionState, initialState } from '../../../src/interpreter/state.ts';
import { failing, flowOf, Run, type TaskAnswer } from '../../../src/testing/run-flow.ts';
import { planOf } from '../../helpers/redriven-run.ts';

/** The map run of a foreach that is distributed so. */
function mapRun(distributed: string): Flow {
  const flow = flowOf(`version: v1
type: flow
steps:
  - type: foreach
    name: each
    iterationMapping: { collection: $.items, item: item }
    distributed: ${distributed}
    steps: [{ type: pass, name: nothing }]
`);
  return partOf(flow, { flowId: 'f', place: 'steps[0]', kind: 'run' }) as Flow;
}

/** A map run whose batches end as `batch` says; undefined is one that goes on running. */
function running(distributed: string, total: number, batch: (batch: number) => TaskAnswer): Run {
  const run = new Run(mapRun(distributed), {
    input: { total },
    task: ({ input, stepName }) => (stepName === 'batch' ? batch(Number(input['batch'])) : { results: [] }),
  });
  run.give({ type: 'Start' });
  return run;
}

function tallyOf({ frames }: ExecutionState) {
  return frames.values()[0]?.active?.tally;
}

function begun({ calls }: Run): unknown[] {
  return calls.filter(({ stepName }) => stepName === 'batch').map(({ input }) => input['batch']);
}

describe('A map run', () => {
  test('runs batch after batch, the last of which may be smaller', () => {
    const run = running('{ batchSize: 4 }', 10, () => ({}));
    expect(begun(run)).toEqual([0, 1, 2]);
    expect(run.output).toEqual({ total: 10, succeeded: 10, failed: 0, results: [] });
  });

  test('of no items ends at once', () => {
    const run = running('{}', 0, () => ({}));
    expect(begun(run)).toEqual([]);
    expect(run.output).toMatchObject({ total: 0, succeeded: 0 });
  });

  test('opens as many batches as its concurrency allows', () => {
    const run = running('{ maxConcurrency: 3 }', 10, () => undefined);
    expect(begun(run)).toEqual([0, 1, 2]);
  });

  test('counts the items of failed batches, and tolerates as many as it is told', () => {
    const run = running('{ batchSize: 2, toleratedFailedCount: 3 }', 5, (batch) =>
      batch === 2 ? failing('Bad') : {},
    );
    expect(run.output).toMatchObject({ succeeded: 4, failed: 1 });
  });

  test('fails when more items have failed, naming the batch and its reason', () => {
    const run = running('{}', 3, (batch) => (batch === 1 ? failing('Bad') : {}));
    expect(run.failure).toEqual({
      error: 'FnF.ToleranceExceeded',
      cause: '1 of 3 items have failed, more than are tolerated; batch 1 failed with Bad',
    });
  });

  test('leaves the batches that run when it fails to be stopped', () => {
    const run = running('{ maxConcurrency: 3 }', 3, (batch) => (batch === 2 ? failing('Bad') : undefined));
    expect(run.state.end?.abandoned).toHaveLength(2);
  });

  test('keeps no result of a batch in its state', () => {
    const run = running('{ maxConcurrency: 1 }', 3, (batch) =>
      batch < 2 ? { big: 'x'.repeat(99) } : undefined,
    );
    expect(stringifyJson(toSnapshot(run.state))).not.toContain('xxx');
  });

  test('is the same after a snapshot', () => {
    const run = running('{ maxConcurrency: 2, toleratedFailedCount: 1 }', 9, (batch) =>
      batch === 0 ? failing('Bad') : batch === 1 ? {} : undefined,
    );
    const { state } = run;
    const restored = fromSnapshot(initialState(state.flow, state.facts), toSnapshot(state));
    expect(tallyOf(restored)).toEqual({
      batchSize: 1,
      maxConcurrency: 2,
      toleratedFailedCount: 1,
      items: 9,
      succeeded: 1,
      failed: 1,
      failedBatches: [0],
      again: [],
    });
    expect(restored.frames.values()).toEqual(state.frames.values());
  });

  test('goes on with the batches that have failed, and those that ran', () => {
    const bad = new Set([0, 1, 3]);
    const run = running('{ maxConcurrency: 1, toleratedFailedCount: 2 }', 5, (batch) =>
      bad.has(batch) ? failing('Bad') : {},
    );
    expect(run.failure?.error).toBe('FnF.ToleranceExceeded');
    bad.clear();
    const before = begun(run).length;
    const plan = planOf(run, {});
    if ('refused' in plan) throw new Error(plan.refused);
    run.resume(plan.event);
    expect(begun(run).slice(before)).toEqual([3, 0, 1, 4]);
    expect(run.output).toMatchObject({ succeeded: 5, failed: 0 });
  });
});

describe('Other rules for a map run that runs', () => {
  const waiting = () => running('{ maxConcurrency: 1 }', 5, () => undefined);

  test('let more batches run', () => {
    const run = waiting();
    run.give({ type: 'ChangeMapRun', rules: { maxConcurrency: 3 } });
    expect(begun(run)).toEqual([0, 1, 2]);
    expect(run.events.at(-1)).not.toHaveProperty('failure');
  });

  test('let more items fail', () => {
    const run = waiting();
    run.give({ type: 'ChangeMapRun', rules: { toleratedFailedPercentage: 20 } });
    run.give({ type: 'FailTask', task: run.calls[0]?.task as never, failure: { error: 'Bad', cause: '' } });
    expect(tallyOf(run.state)).toMatchObject({ failed: 1, toleratedFailedPercentage: 20 });
  });

  test('change nothing where more items have failed than they tolerate', () => {
    const run = running('{ maxConcurrency: 1, toleratedFailedCount: 2 }', 5, (batch) =>
      batch < 2 ? failing('Bad') : undefined,
    );
    expect(run.give({ type: 'ChangeMapRun', rules: { toleratedFailedCount: 1 } }).events).toEqual([]);
  });

  test('change nothing in another execution', () => {
    const run = new Run(flowOf('version: v1\ntype: flow\nsteps: [{ type: wait, name: w, duration: 9 }]\n'));
    run.give({ type: 'Start' });
    expect(run.give({ type: 'ChangeMapRun', rules: { maxConcurrency: 3 } }).events).toEqual([]);
    const event = { type: 'MapRunChanged', frame: 1, rules: {} } as const;
    expect(() => evolve(run.state, event, 0, 'm')).toThrow(CorruptLog);
  });
});

test('A commit that is full while a map run fails lets none of its batches go on', () => {
  const run = new Run(mapRun('{ maxConcurrency: 3 }'), {
    input: { total: 3 },
    task: () => undefined,
    limits: { commitEvents: 1 },
  });
  run.give({ type: 'Start' });
  const [first, second] = run.calls.map(({ task }) => task);
  run.give({ type: 'FailTask', task: first as never, failure: { error: 'Bad', cause: 'no' } });
  run.give({ type: 'CompleteTask', task: second as never, output: '{}' });
  expect(run.failure?.error).toBe('FnF.ToleranceExceeded');
  expect(run.events.filter(({ type }) => type === 'IterationExited')).toEqual([]);
});

test('A batch runs its items with their positions among all, beside the input of the step', () => {
  const flow = flowOf(`version: v1
type: flow
steps:
  - type: foreach
    name: each
    iterationMapping: { collection: $.items, item: item, index: at }
    distributed: {}
    steps:
      - type: pass
        name: show
        outputMappings:
          - { target: item, source: $input.item }
          - { target: at, source: $input.at }
          - { target: tenant, source: $input.tenant }
          - { target: iteration, source: $context.step.iterationIndex }
`);
  const batch = partOf(flow, { flowId: 'f', place: 'steps[0]', kind: 'batch' }) as Flow;
  const run = new Run(batch, { input: { items: ['a', 'b'], first: 6, input: { tenant: 't' } } }).toEnd();
  expect(run.output).toEqual({
    results: [
      { item: 'a', at: 6, tenant: 't', iteration: 6 },
      { item: 'b', at: 7, tenant: 't', iteration: 7 },
    ],
  });
});

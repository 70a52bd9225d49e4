import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../src/common/json.ts';
import { stringifyJson } from '../../../src/common/json-text.ts';
import type { Flow } from '../../../src/flow/flow.ts';
import { partOf } from '../../../src/flow/map-run.ts';
import type { Failure } from '../../../src/interpreter/event.ts';
import { evolve } from '../../../src/interpreter/evolve.ts';
import { keepsItems, pageOf, readEnded } from '../../../src/interpreter/reading.ts';
import { fromSnapshot, toSnapshot } from '../../../src/interpreter/snapshot.ts';
import { type ExecutionState, initialState, type Tally } from '../../../src/interpreter/state.ts';
import { newTally } from '../../../src/interpreter/tally.ts';
import { failing, flowOf, Run, type TaskAnswer } from '../../../src/testing/run-flow.ts';
import { planOf } from '../../helpers/redriven-run.ts';

/** A flow with a foreach whose items an item reader gets, and whose batches may fail as `rules` say. */
function definition(rules: string): string {
  return `version: v1
type: flow
steps:
  - type: foreach
    name: each
    iterationMapping: { item: item }
    distributed: { ${rules}, itemReader: { inputType: csv, bucket: b, key: k } }
    steps: [{ type: pass, name: nothing }]
`;
}

function mapRun(text: string): Flow {
  return partOf(flowOf(text), { flowId: 'f', place: 'steps[0]', kind: 'run' }) as Flow;
}

interface Answers {
  /** What a read finds from a position on; undefined is one that never ends. */
  readonly read: (position: JsonObject) => TaskAnswer;
  readonly batch?: (batch: number) => TaskAnswer;
}

function running(rules: string, { read, batch = () => ({}) }: Answers): Run {
  const run = new Run(mapRun(definition(rules)), {
    input: {},
    task: ({ input, stepName }) => {
      if (stepName === 'read') return read(input);
      return stepName === 'batch' ? batch(Number(input['batch'])) : { results: [] };
    },
  });
  run.give({ type: 'Start' });
  return run;
}

/** Reads of so many batches each, of one item each; the last of them is the end. */
function reads(...sizes: readonly number[]): Answers['read'] {
  return ({ at = 0 }) => found(Number(at), sizes[Number(at)] ?? 0, Number(at) === sizes.length - 1);
}

function found(at: number, items: number, isDone: boolean) {
  const marks = Array.from({ length: items + 1 }, (_, mark) => mark);
  return { position: { at: at + 1 }, items, marks, isDone };
}

/** The run as it is when its last batch could not be started. */
function unstarted(run: Run, failure: Failure): Run {
  const submitted = run.steps.findLastIndex(({ events }) =>
    events.some(({ type }) => type === 'TaskSubmitted'),
  );
  run.steps.splice(submitted);
  const { flow, facts } = run.state;
  run.state = initialState(flow, facts);
  for (const { events, at } of run.steps) {
    for (const event of events) run.state = evolve(run.state, event, at, 'message');
  }
  run.give({ type: 'FailSubmit', task: run.calls.at(-1)?.task as never, failure });
  return run;
}

function tallyOf({ frames }: ExecutionState): Tally {
  return frames.values()[0]?.active?.tally as Tally;
}

function begun({ calls }: Run, name: 'batch' | 'read' = 'batch'): unknown[] {
  return calls.filter(({ stepName }) => stepName === name).map(({ input }) => input);
}

describe('A map run whose items are read', () => {
  test('runs the batches of one read after the other', () => {
    const run = running('maxConcurrency: 1', { read: reads(2, 3) });
    expect(begun(run)).toEqual([0, 1, 2, 3, 4].map((batch) => ({ batch })));
    expect(begun(run, 'read')).toEqual([{}, { at: 1 }]);
    expect(run.output).toEqual({ total: 5, succeeded: 5, failed: 0, results: [] });
  });

  test('of no items ends at once', () => {
    const run = running('maxConcurrency: 1', { read: reads(0) });
    expect(begun(run)).toEqual([]);
    expect(run.output).toMatchObject({ total: 0, succeeded: 0 });
  });

  test('reads on when a read finds nothing and is not the last', () => {
    const run = running('maxConcurrency: 1', { read: reads(0, 1) });
    expect(run.output).toMatchObject({ total: 1, succeeded: 1 });
  });

  test('reads ahead of the batches by as many as may run at a time, and no further', () => {
    const run = running('maxConcurrency: 2', { read: reads(3, 2, 9, 9), batch: () => undefined });
    expect(begun(run)).toHaveLength(2);
    expect(begun(run, 'read')).toHaveLength(2);
    expect(tallyOf(run.state)).toMatchObject({ items: 5, reading: { isDone: false } });
  });

  test('lets batches run while a read takes its time', () => {
    const slow: Answers['read'] = ({ at }) => (at === undefined ? found(0, 1, false) : undefined);
    const run = running('maxConcurrency: 1', { read: slow, batch: () => undefined });
    expect(begun(run)).toEqual([{ batch: 0 }]);
    expect(begun(run, 'read')).toHaveLength(2);
  });

  test('keeps the places of batches until they have succeeded, and nothing else', () => {
    const run = running('maxConcurrency: 1, toleratedFailedCount: 1', {
      read: reads(2, 2),
      batch: (batch) => (batch === 0 ? failing('Bad') : batch < 3 ? {} : undefined),
    });
    expect(tallyOf(run.state).reading?.pages).toEqual([
      { first: 0, marks: [0, 1, 2], left: 1 },
      { first: 2, marks: [0, 1, 2], left: 1 },
    ]);
    expect(pageOf(tallyOf(run.state), 3)?.first).toBe(2);
    expect(pageOf(tallyOf(run.state), 4)).toBeUndefined();
  });

  test('is the same after a snapshot, while it reads', () => {
    const slow: Answers['read'] = ({ at }) => (at === undefined ? found(0, 1, false) : undefined);
    const { state } = running('maxConcurrency: 2', { read: slow, batch: () => undefined });
    const restored = fromSnapshot(initialState(state.flow, state.facts), toSnapshot(state));
    expect(restored.frames.values()).toEqual(state.frames.values());
  });

  test('fails when a read fails, in the name of that', () => {
    const run = running('maxConcurrency: 1', { read: () => failing('FnF.ItemReaderFailed') });
    expect(run.failure).toEqual({ error: 'FnF.ItemReaderFailed', cause: '' });
  });

  test('leaves the batches that run when a read fails to be stopped', () => {
    const read: Answers['read'] = ({ at }) =>
      at === undefined ? found(0, 2, false) : failing('FnF.ItemReaderFailed');
    const run = running('maxConcurrency: 2', { read, batch: () => undefined });
    // The first read knew two batches, so the second begins only when one of them has.
    expect(run.failure?.error).toBe('FnF.ItemReaderFailed');
  });
});

describe('A batch whose items cannot be had', () => {
  const unread = { error: 'FnF.ItemReaderFailed', cause: 'another object' };
  const rules = 'maxConcurrency: 1, toleratedFailedPercentage: 100';

  test('fails the map run, whatever is tolerated', () => {
    const run = unstarted(running(rules, { read: reads(3), batch: () => undefined }), unread);
    expect(run.failure).toEqual(unread);
  });

  test('is told from a batch that fails with that name itself', () => {
    const run = running(rules, { read: reads(1), batch: () => undefined });
    run.give({ type: 'FailTask', task: run.calls.at(-1)?.task as never, failure: unread });
    expect(run.output).toMatchObject({ failed: 1 });
  });

  test('is told from one that cannot be started for another reason', () => {
    const failure = { error: 'FnF.DepthLimitExceeded', cause: '' };
    const run = unstarted(running(rules, { read: reads(1), batch: () => undefined }), failure);
    expect(run.output).toMatchObject({ failed: 1 });
  });
});

describe('The share of failed items', () => {
  const rules = 'maxConcurrency: 1, toleratedFailedPercentage: 40';
  const failFirst = (batch: number) => (batch < 2 ? failing('Bad') : {});

  test('is not judged before all items are known', () => {
    const run = running(rules, { read: reads(2, 3), batch: failFirst });
    expect(run.output).toMatchObject({ total: 5, failed: 2 });
  });

  test('fails the map run once all items are known', () => {
    const run = running(rules, { read: reads(3, 1), batch: failFirst });
    expect(run.failure).toEqual({
      error: 'FnF.ToleranceExceeded',
      cause: '2 of 4 items have failed, more than are tolerated',
    });
  });

  test('does not stand in the way of the number that may fail', () => {
    const both = `${rules}, toleratedFailedCount: 1`;
    const run = running(both, { read: reads(3, 1), batch: failFirst });
    expect(run.failure?.cause).toBe(
      '2 of the 3 items read so far have failed, more than are tolerated; batch 1 failed with Bad',
    );
  });
});

describe('A map run that goes on', () => {
  function goneOn(run: Run): Run {
    const plan = planOf(run, {});
    if ('refused' in plan) throw new Error(plan.refused);
    return run.resume(plan.event);
  }

  test('runs the failed batches again, and reads on where it was', () => {
    const bad = new Set([0, 2]);
    const run = running('maxConcurrency: 1, toleratedFailedCount: 1', {
      read: reads(2, 3),
      batch: (batch) => (bad.has(batch) ? failing('Bad') : {}),
    });
    expect(run.failure?.error).toBe('FnF.ToleranceExceeded');
    bad.clear();
    const before = begun(run).length;
    goneOn(run);
    expect(begun(run).slice(before)).toEqual([2, 0, 3, 4].map((batch) => ({ batch })));
    expect(run.output).toMatchObject({ total: 5, succeeded: 5, failed: 0 });
  });

  test('reads again what could not be read', () => {
    let isBroken = true;
    const run = running('maxConcurrency: 1', {
      read: (position) => (isBroken ? failing('FnF.ItemReaderFailed') : reads(2)(position)),
    });
    isBroken = false;
    expect(goneOn(run).output).toMatchObject({ total: 2, succeeded: 2 });
  });

  test('takes up a batch whose items could not be had', () => {
    const failure = { error: 'FnF.ItemReaderFailed', cause: '' };
    const run = unstarted(running('maxConcurrency: 1', { read: reads(2), batch: () => undefined }), failure);
    expect(run.failure).toEqual(failure);
    goneOn(run);
    expect(begun(run)).toEqual([0, 0].map((batch) => ({ batch })));
  });

  test('goes on after a share that was too large', () => {
    const bad = new Set([0, 1]);
    const run = running('maxConcurrency: 1, toleratedFailedPercentage: 40', {
      read: reads(3, 1),
      batch: (batch) => (bad.has(batch) ? failing('Bad') : {}),
    });
    expect(run.failure?.error).toBe('FnF.ToleranceExceeded');
    bad.clear();
    expect(goneOn(run).output).toMatchObject({ total: 4, succeeded: 4, failed: 0 });
  });
});

test('What a read finds is added to what is known', () => {
  const tally = newTally({ batchSize: 2, maxConcurrency: 1 }, 0);
  const kept = { blob: 'b', bytes: 9 };
  const local = { position: { at: 1 }, items: 3, marks: [0, 2, 3], isDone: true, kept };
  expect(readEnded(tally, 0, local)).toEqual({
    ...tally,
    items: 3,
    reading: { position: { at: 1 }, isDone: true, pages: [{ first: 0, marks: [0, 2, 3], left: 2, kept }] },
  });
  expect(stringifyJson(readEnded(tally, 0, { ...local, items: 0, marks: [0] }).reading)).toContain(
    '"pages":[]',
  );
});

test('Items are kept beside the log while batches take theirs from a page that is', () => {
  const withPage = (page: object) =>
    running('maxConcurrency: 1', {
      read: () => ({ ...found(0, 2, true), ...page }),
      batch: () => undefined,
    });
  const { state } = withPage({ kept: { blob: 'b', bytes: 9 } });
  expect(keepsItems(state)).toBe(true);
  expect(keepsItems(withPage({}).state)).toBe(false);
  expect(keepsItems(initialState(state.flow, state.facts))).toBe(false);
});

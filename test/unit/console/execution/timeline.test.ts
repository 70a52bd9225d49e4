import { describe, expect, test } from 'vitest';
import { rowAfterKey } from '../../../../console/src/pages/execution/timeline/row-after-key.ts';
import { openedAround, timelineRows } from '../../../../console/src/pages/execution/timeline/rows.ts';
import { segmentsOf } from '../../../../console/src/pages/execution/timeline/segments.ts';
import { panned, zoomed } from '../../../../console/src/pages/execution/timeline/time-window.ts';
import { failing } from '../../../../src/testing/run-flow.ts';
import { modelOf } from './model-of.ts';

const FOREACH = `
  - {type: pass, name: Before}
  - type: foreach
    name: Each
    iterationMapping: {collection: $.items, item: item}
    steps:
      - type: choice
        name: Which
        choices: [{condition: $.item > 1, steps: [{type: pass, name: Large}]}]`;

function lines(items: readonly number[], toggled: ReadonlySet<number> = new Set()): readonly string[] {
  const rows = timelineRows(modelOf(FOREACH, { input: { items } }), toggled);
  return rows.map(({ depth, run, frame }) => `${'  '.repeat(depth)}${run?.name ?? `#${frame?.index}`}`);
}

describe('the lines of a timeline', () => {
  test('are the steps as they were entered, with branches, iterations and options inside', () => {
    expect(lines([1, 2])).toEqual([
      'Before',
      'Each',
      '  #0',
      '    Which',
      '  #1',
      '    Which',
      '      Large',
    ]);
  });

  test('are closed for each of many iterations, and opened one by one', () => {
    const items = Array.from({ length: 30 }, () => 1);
    expect(lines(items).length).toBe(32);
    const fifth = modelOf(FOREACH, { input: { items } })
      .frames.values()
      .find(({ index }) => index === 4);
    expect(lines(items, new Set([fifth?.id ?? 0])).slice(6, 8)).toEqual(['  #4', '    Which']);
  });

  test('open around a run that is to be seen, and only there', () => {
    const model = modelOf(FOREACH, { input: { items: Array.from({ length: 30 }, () => 2) } });
    const large = model.runs.values().filter(({ name }) => name === 'Large');
    const sixth = large[5];
    const closed = new Set([large[0]?.frame ?? 0, model.runs.values()[1]?.id ?? 0]);
    const opened = sixth && openedAround(model, closed, sixth);
    const shown = opened && timelineRows(model, opened).filter(({ run }) => run?.name === 'Large');
    expect(shown?.map(({ run }) => run?.ordinal)).toEqual([6]);
    expect(sixth && openedAround(model, opened ?? new Set(), sixth)).toEqual(opened);
  });

  test('lead on by the keys of a tree', () => {
    const rows = timelineRows(modelOf(FOREACH, { input: { items: [1] } }), new Set());
    expect(rowAfterKey('ArrowDown', rows, 0)).toBe(1);
    expect(rowAfterKey('ArrowUp', rows, 0)).toBe(0);
    expect(rowAfterKey('End', rows, 0)).toBe(3);
    expect(rowAfterKey('ArrowRight', rows, 1)).toBe(2);
    expect(rowAfterKey('ArrowLeft', rows, 1)).toBe('toggle');
    expect(rowAfterKey('ArrowLeft', rows, 3)).toBe(2);
    expect(rowAfterKey('a', rows, 0)).toBeUndefined();
  });
});

test('a bar shows each attempt, and the pauses between them', () => {
  const model = modelOf(
    `  - {type: task, name: T, resourceArn: 'acs:fc:::services/s/functions/f', retry: [{errors: [Busy], intervalSeconds: 2}]}`,
    { task: (_effect, calls) => (calls === 1 ? failing('Busy') : {}) },
  );
  const [run] = model.runs.values();
  expect(run && segmentsOf(run).map(({ kind, from, to, isFailed }) => [kind, from, to, isFailed])).toEqual([
    ['call', 0, 0, true],
    ['pause', 0, 2_000, false],
    ['call', 2_000, 2_000, false],
  ]);
});

test('a bar goes on where a task waits for a report, and where a step rests', () => {
  const waiting = modelOf(
    `  - {type: task, name: T, pattern: waitForCallback, resourceArn: 'acs:fc:::services/s/functions/f'}`,
    { task: () => undefined, maxCommands: 0 },
  );
  const [task] = waiting.runs.values();
  expect(task && segmentsOf(task).at(-1)).toEqual({
    kind: 'report',
    from: 0,
    to: undefined,
    isFailed: false,
  });
  const [rest] = modelOf('  - {type: wait, name: W, duration: 9}', { maxCommands: 0 }).runs.values();
  expect(rest && segmentsOf(rest)).toEqual([{ kind: 'rest', from: 0, to: undefined, isFailed: false }]);
});

describe('the window of a timeline', () => {
  const whole = { from: 1_000, to: 2_000 };

  test('is zoomed around an instant that stays where it is', () => {
    expect(zoomed(whole, whole, 0.5, 1_500)).toEqual({ from: 1_250, to: 1_750 });
    expect(zoomed(whole, whole, 0.5, 1_000)).toEqual({ from: 1_000, to: 1_500 });
  });

  test('never leaves the whole, and never becomes so short that nothing is seen', () => {
    expect(zoomed({ from: 1_000, to: 1_500 }, whole, 10, 1_200)).toEqual(whole);
    expect(panned({ from: 1_000, to: 1_500 }, whole, -1)).toEqual({ from: 1_000, to: 1_500 });
    expect(panned({ from: 1_000, to: 1_500 }, whole, 5)).toEqual({ from: 1_500, to: 2_000 });
    const smallest = zoomed({ from: 1_500, to: 1_520 }, whole, 0.001, 1_510);
    expect(smallest.to - smallest.from).toBe(20);
  });
});

import { expect, test } from 'vitest';
import type { Flow } from '../../../src/flow/flow.ts';
import { flowGraph } from '../../../src/graph/flow-graph.ts';
import type { Graph, GraphEdge, GraphNode, NodeProgress } from '../../../src/graph/graph.ts';
import { failing, Run, type RunOptions } from '../../../src/testing/run-flow.ts';
import { appendEvents, NO_EVENTS } from '../../../src/trace/append.ts';
import { graphProgress } from '../../../src/trace/graph-progress.ts';
import { renderedHistory } from '../../helpers/rendered-history.ts';

const TASK = `type: task, resourceArn: 'acs:fc:::services/s/functions/f'`;

function drawn(steps: string, options: RunOptions = {}): Graph {
  const run = new Run(`version: v1\ntype: flow\nsteps:\n${steps}`, options).toEnd();
  const flow: Flow = run.state.flow;
  return graphProgress(flowGraph(flow), flow, appendEvents(NO_EVENTS, renderedHistory(run)));
}

function allNodes({ nodes }: Graph): readonly GraphNode[] {
  return nodes.flatMap((node) => [node, ...(node.inner === undefined ? [] : allNodes(node.inner))]);
}

function allEdges({ nodes, edges }: Graph): readonly GraphEdge[] {
  return [...edges, ...nodes.flatMap(({ inner }) => (inner === undefined ? [] : allEdges(inner)))];
}

/** The progress of each step, by its name. */
function progress(graph: Graph): Readonly<Record<string, NodeProgress | undefined>> {
  return Object.fromEntries(allNodes(graph).map(({ id, label, progress }) => [label || id, progress]));
}

/** The ways that were gone, by the names of their steps. */
function gone(graph: Graph): readonly string[] {
  const names = new Map(allNodes(graph).map(({ id, label }) => [id, label || id]));
  return allEdges(graph)
    .filter(({ taken = 0 }) => taken > 0)
    .map(({ from, to, taken, kind }) => `${names.get(from)} ${kind} ${names.get(to)} ${taken}`);
}

test('a caught error, its retries, the way that it took, and what it went past', () => {
  const graph = drawn(
    `  - {${TASK}, name: pay, retry: [{errors: [Busy], maxAttempts: 2}], catch: [{errors: [FnF.ALL], goto: sorry}]}
  - {type: succeed, name: paid}
  - {type: fail, name: sorry, error: NotPaid}`,
    { task: () => failing('Busy') },
  );
  expect(progress(graph)).toEqual({
    start: { state: 'succeeded', text: '' },
    pay: { state: 'caught', text: '↷ caught Busy, 2 retries' },
    paid: { state: 'unreached', text: '○ not reached' },
    sorry: { state: 'failed', text: '✗ failed: NotPaid' },
  });
  expect(gone(graph)).toEqual(['start next pay 1', 'pay catch sorry 1']);
});

test('iterations are counted of all that there are, also while they run', () => {
  const graph = drawn(
    `  - type: foreach
    name: all
    iterationMapping: {collection: $.list, item: one}
    steps:
      - {${TASK}, name: call, catch: [{errors: [Odd], goto: undo}]}
      - {type: pass, name: undo}
  - {type: pass, name: after}`,
    {
      input: { list: [1, 2, 3, 4] },
      task: (_, calls) => [{ a: 1 }, failing('Odd'), { a: 1 }, undefined][calls - 1],
      maxCommands: 0,
    },
  );
  expect(progress(graph)).toMatchObject({
    all: { state: 'running', text: '▶ running, 3 of 4' },
    call: { state: 'running', text: '▶ 1 running, ✓ 2 succeeded, ↷ 1 caught' },
    undo: { state: 'succeeded', text: '✓ 3 succeeded' },
    after: { state: 'unreached' },
    end: { state: 'unreached', text: '' },
  });
  expect(gone(graph)).toEqual(['start next all 1', 'call next undo 2', 'call catch undo 1']);
});

test('turns of a loop are counted, and how often each way was gone is written beside it', () => {
  const graph = drawn(
    `  - {type: pass, name: begin, outputMappings: [{target: n, source: 0}]}
  - {${TASK}, name: ask, outputMappings: [{target: n, source: $local.n}]}
  - type: choice
    name: enough
    inputMappings: [{target: n, source: $local.n}]
    choices: [{condition: $.n < 3, goto: ask}]
    default: {goto: done}
  - {type: succeed, name: done}`,
    { task: (_, calls) => ({ n: calls }) },
  );
  expect(progress(graph)).toMatchObject({
    ask: { state: 'succeeded', text: '✓ succeeded, 3 turns' },
    enough: { state: 'succeeded', text: '✓ succeeded, 3 turns' },
  });
  expect(gone(graph)).toEqual([
    'start next begin 1',
    'begin next ask 1',
    'ask next enough 3',
    'enough option ask 2',
    'enough option done 1',
  ]);
  expect(allEdges(graph).map(({ label }) => label)).toContain('$.n < 3 ×2');
});

test('branches that a failure beside them cut off say so, and so does an open turn', () => {
  const graph = drawn(
    `  - type: parallel
    name: both
    branches:
      - steps: [{${TASK}, name: fine}, {type: wait, name: rest, duration: 60}]
      - steps: [{${TASK}, name: odd}]`,
    { task: (_, calls) => (calls === 1 ? {} : failing('Odd')) },
  );
  expect(progress(graph)).toMatchObject({
    both: { state: 'failed', text: '✗ failed: Odd, 0 of 2' },
    fine: { state: 'succeeded', text: '✓ succeeded' },
    rest: { state: 'abandoned', text: '■ cut off' },
    odd: { state: 'failed', text: '✗ failed: Odd' },
  });
});

test.each([
  ['▶ waits for a report', `{${TASK}, name: it, pattern: waitForCallback}`, undefined],
  ['▶ running', `{${TASK}, name: it}`, undefined],
  ['▶ is tried again', `{${TASK}, name: it, retry: [{errors: [Odd]}]}`, failing('Odd')],
  ['▶ rests', '{type: wait, name: it, duration: 60}', undefined],
])('an open step says what it does: %s', (text, step, answer) => {
  const graph = drawn(`  - ${step}`, { task: () => answer, maxCommands: 0 });
  expect(progress(graph)['it']).toEqual({ state: 'running', text });
});

test('the steps of an option are reached by way of it', () => {
  const graph = drawn(
    `  - type: choice
    name: which
    choices:
      - {condition: $.a == 1, steps: [{type: pass, name: one}, {type: pass, name: two}]}
      - {condition: $.a == 2, steps: [{type: pass, name: three}], goto: last}
  - {type: pass, name: skipped}
  - {type: pass, name: last}`,
    { input: { a: 2 } },
  );
  const states = Object.entries(progress(graph)).map(([name, stands]) => [name, stands?.state]);
  expect(Object.fromEntries(states)).toMatchObject({
    one: 'unreached',
    two: 'unreached',
    three: 'succeeded',
    skipped: 'unreached',
    last: 'succeeded',
  });
  expect(gone(graph)).toEqual([
    'start next which 1',
    'which option 1.2 1',
    '1.2 goto last 1',
    'last next end 1',
  ]);
});

test('a long name of an error is cut', () => {
  const graph = drawn(`  - {type: fail, name: it, error: ${'E'.repeat(60)}}`);
  expect(progress(graph)['it']?.text).toBe(`✗ failed: ${'E'.repeat(39)}…`);
});

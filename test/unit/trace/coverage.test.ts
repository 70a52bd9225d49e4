import { expect, test } from 'vitest';
import { flowGraph } from '../../../src/graph/flow-graph.ts';
import type { Graph, GraphEdge, GraphNode } from '../../../src/graph/graph.ts';
import { failing, flowOf, Run, type RunOptions } from '../../../src/testing/run-flow.ts';
import { appendEvents, NO_EVENTS } from '../../../src/trace/append.ts';
import { FlowCoverage } from '../../../src/trace/coverage.ts';
import { coverageGraph } from '../../../src/trace/coverage-graph.ts';
import { renderedHistory } from '../../helpers/rendered-history.ts';

const TASK = `type: task, resourceArn: 'acs:fc:::services/s/functions/f'`;

const PAY = `version: v1
type: flow
steps:
  - {${TASK}, name: pay, retry: [{errors: [Busy], maxAttempts: 1}, {errors: [Slow]}], catch: [{errors: [Busy], goto: sorry}, {errors: [FnF.ALL], goto: sorry}]}
  - type: choice
    name: decide
    choices:
      - {condition: $.a == 1, steps: [{type: pass, name: inner}]}
      - {condition: $.a == 2, goto: sorry}
  - {type: succeed, name: paid}
  - {type: fail, name: sorry, error: NotPaid}
`;

function covered(text: string, ...runs: readonly RunOptions[]): FlowCoverage {
  const coverage = new FlowCoverage(flowOf(text));
  for (const options of runs)
    coverage.add(appendEvents(NO_EVENTS, renderedHistory(new Run(text, options).toEnd())));
  return coverage;
}

function never({ items }: FlowCoverage): readonly string[] {
  return items
    .filter(({ taken }) => taken === 0)
    .map(({ kind, stepName, label }) => `${kind} ${stepName} ${label}`.trim());
}

function allNodes({ nodes }: Graph): readonly GraphNode[] {
  return nodes.flatMap((node) => [node, ...(node.inner === undefined ? [] : allNodes(node.inner))]);
}

function edges({ nodes, edges: own }: Graph): readonly GraphEdge[] {
  return [...own, ...nodes.flatMap(({ inner }) => (inner === undefined ? [] : edges(inner)))];
}

test('steps, options, retries and catches are counted one by one', () => {
  const coverage = covered(PAY, { input: { a: 1 } }, { task: () => failing('Busy') });
  expect(never(coverage)).toEqual([
    'retry pay Slow',
    'catch pay FnF.ALL',
    'option decide $.a == 2',
    'option decide otherwise',
  ]);
  expect(coverage.executions).toBe(2);
});

test('nothing is taken before anything has run', () => {
  expect(never(covered(PAY))).toHaveLength(12);
});

test('the picture tells what was never taken, each of two ways to the same step by itself', () => {
  const coverage = covered(PAY, { input: { a: 1 } }, { task: () => failing('Busy') });
  const graph = coverageGraph(flowGraph(coverage.flow), coverage);
  const names = new Map(allNodes(graph).map(({ id, label }) => [id, label || id]));
  expect(
    Object.fromEntries(allNodes(graph).map(({ id, label, progress }) => [label || id, progress?.text])),
  ).toEqual({
    start: '',
    pay: '✓ 2×, never retried',
    decide: '✓ 1×',
    '2.1': undefined,
    inner: '✓ 1×',
    paid: '✓ 1×',
    sorry: '✓ 1×',
  });
  expect(
    edges(graph).map(({ from, to, label, taken }) => [names.get(from), label, names.get(to), taken]),
  ).toEqual([
    ['start', '', 'pay', 2],
    ['pay', '', 'decide', 1],
    ['pay', 'Busy', 'sorry', 1],
    ['pay', 'FnF.ALL', 'sorry', 0],
    ['decide', '$.a == 1', '2.1', 1],
    ['2.1', '', 'paid', 1],
    ['decide', '$.a == 2', 'sorry', 0],
    ['decide', 'otherwise', 'paid', 0],
  ]);
});

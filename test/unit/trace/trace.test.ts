import { describe, expect, test } from 'vitest';
import { parseFlow } from '../../../src/fdl/parse-flow.ts';
import { flowGraph } from '../../../src/graph/flow-graph.ts';
import type { Graph, GraphEdge, GraphNode } from '../../../src/graph/graph.ts';
import { failing, flowOf, Run, type RunOptions } from '../../../src/testing/run-flow.ts';
import { appendEvents, NO_EVENTS } from '../../../src/trace/append.ts';
import { placesOf } from '../../../src/trace/places.ts';
import { framesOf, narrowedTo, runsAt, runsOf, tallyWithin } from '../../../src/trace/tally.ts';
import { optionTaken, traceOf } from '../../../src/trace/trace.ts';
import { recordedHistories } from '../../flows/recorded-histories.ts';
import { renderedHistory } from '../../helpers/rendered-history.ts';

function allNodes({ nodes }: Graph): readonly GraphNode[] {
  return nodes.flatMap((node) => [node, ...(node.inner === undefined ? [] : allNodes(node.inner))]);
}

function allEdges({ nodes, edges }: Graph): readonly GraphEdge[] {
  return [...edges, ...nodes.flatMap(({ inner }) => (inner === undefined ? [] : allEdges(inner)))];
}

function trace(steps: string, options: RunOptions = {}) {
  const flow = flowOf(`version: v1\ntype: flow\nsteps:\n${steps}`);
  const model = appendEvents(NO_EVENTS, renderedHistory(new Run(flow, options).toEnd()));
  const places = placesOf(flow);
  const graph = flowGraph(flow);
  const labels = new Map(allNodes(graph).map(({ id, label, kind }) => [id, label === '' ? kind : label]));
  const gone = (whole = traceOf(model, places)) =>
    allEdges(graph)
      .map((edge) => ({ edge, count: whole.countOf(edge) }))
      .filter(({ count }) => count > 0)
      .map(({ edge, count }) => `${labels.get(edge.from)} > ${labels.get(edge.to)} ${count}`);
  return { flow, model, places, gone };
}

test.each(recordedHistories())('$title: every step and every way is found in the graph', (recorded) => {
  const { flow } = parseFlow(recorded.definition);
  if (flow === undefined) throw new Error('the definition has errors');
  const model = appendEvents(NO_EVENTS, recorded.events);
  const graph = flowGraph(flow);
  const { steps, countOf } = traceOf(model, placesOf(flow));
  const names = new Map(allNodes(graph).map(({ id, label }) => [id, label]));
  expect([...steps.values()].map(({ place }) => place)).toEqual([...model.totals.keys()]);
  for (const [id, { totals }] of steps) expect(names.get(id)).toBe(totals.name);
  const between = [...model.ways.values()].filter(({ from, to }) => from !== '' && to !== '');
  const counted = new Set(between.map(({ from, via, to }) => JSON.stringify([from, via, to])));
  const nodesOfSteps = new Set(steps.keys());
  const edges = allEdges(graph).filter((edge) => countOf(edge) > 0 && nodesOfSteps.has(edge.to));
  expect(edges.filter(({ from }) => from !== 'start').length).toBeGreaterThanOrEqual(counted.size);
});

const LOOP = `
  - {type: task, name: Ask, resourceArn: 'acs:fc:::services/s/functions/f', catch: [{errors: [Gone], goto: Sorry}]}
  - type: choice
    name: Done
    choices:
      - {condition: $.value == 3, goto: Good}
      - {condition: $.value == 2, steps: [{type: pass, name: Nearly}], goto: Ask}
    default: {goto: Ask}
  - {type: pass, name: Good, end: true}
  - {type: pass, name: Sorry}`;

describe('the trace of a loop', () => {
  test('counts the ways that were gone, through options and jumps', () => {
    const { gone } = trace(LOOP, { task: (_effect, calls) => ({ value: calls }) });
    expect(gone()).toEqual([
      'start > Ask 1',
      'Ask > Done 3',
      'Done > Good 1',
      'Done > option 1',
      'option > Ask 1',
      'Done > Ask 1',
      'Good > end 1',
    ]);
  });

  test('goes along the catch of a failure', () => {
    const { gone, model, places } = trace(LOOP, { task: () => failing('Gone') });
    expect(gone()).toEqual(['start > Ask 1', 'Ask > Sorry 1', 'Sorry > end 1']);
    expect(traceOf(model, places).steps.get('1')).toMatchObject({ status: 'caught', totals: { caught: 1 } });
  });

  test('tells which option each run of a choice took', () => {
    const { model, places } = trace(LOOP, { task: (_effect, calls) => ({ value: calls }) });
    const step = places.steps.get('"Done"');
    const taken = runsAt(model, '"Done"').map((run) =>
      step?.type === 'choice' ? optionTaken(step, model, run) : undefined,
    );
    expect(taken).toEqual([2, 1, 0]);
  });
});

const NESTED = `
  - type: foreach
    name: Each
    iterationMapping: {collection: $.items, item: item}
    steps:
      - {type: task, name: Try, resourceArn: 'acs:fc:::services/s/functions/f', catch: [{errors: [FnF.ALL], goto: Sorry}]}
      - {type: pass, name: Fine, end: true}
      - {type: pass, name: Sorry}
  - {type: pass, name: After}`;

describe('one iteration', () => {
  const { model, places, gone } = trace(NESTED, {
    input: { items: [1, 2, 3] },
    task: (_effect, calls) => (calls === 2 ? failing('E') : {}),
  });
  const [each] = runsAt(model, '"Each"');
  const iterations = each === undefined ? [] : framesOf(model, each);

  test('stands for itself where all of them are counted together otherwise', () => {
    expect(gone()).toEqual([
      'start > Each 1',
      'Each > After 1',
      'After > end 1',
      'Try > Fine 2',
      'Try > Sorry 1',
      'Fine > end 2',
      'Sorry > end 1',
    ]);
    const [, second] = iterations;
    const narrowed = second && traceOf(model, places, narrowedTo(model, model, second));
    expect(gone(narrowed)).toEqual([
      'start > Each 1',
      'Each > After 1',
      'After > end 1',
      'Try > Sorry 1',
      'Sorry > end 1',
    ]);
    expect(narrowed?.steps.get('1.1')?.status).toBe('caught');
  });

  test('has its runs in order', () => {
    const names = iterations.map((frame) => runsOf(model, frame).map(({ name }) => name));
    expect(names).toEqual([
      ['Try', 'Fine'],
      ['Try', 'Sorry'],
      ['Try', 'Fine'],
    ]);
  });
});

test.each(recordedHistories())(
  '$title: counting the whole again gives what was counted on the way',
  ({ events }) => {
    const model = appendEvents(NO_EVENTS, events);
    const flow = model.frames.get(1);
    const again = flow && tallyWithin(model, flow);
    expect(Object.fromEntries(again?.totals ?? [])).toEqual(Object.fromEntries(model.totals));
    expect(Object.fromEntries(again?.ways ?? [])).toEqual(Object.fromEntries(model.ways));
  },
);

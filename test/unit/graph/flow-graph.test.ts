import { describe, expect, test } from 'vitest';
import { parseFlow } from '../../../src/fdl/parse-flow.ts';
import { flowGraph } from '../../../src/graph/flow-graph.ts';
import type { Graph, GraphNode } from '../../../src/graph/graph.ts';

function graphOf(steps: string): Graph {
  const { flow, diagnostics } = parseFlow(`version: v1\ntype: flow\nsteps:\n${steps}`);
  if (flow === undefined) throw new Error(JSON.stringify(diagnostics));
  return flowGraph(flow);
}

/** Ways as `from -kind label-> to`, nodes by what they show, else by their kind. */
function waysOf({ nodes, edges }: Graph): string[] {
  const name = (id: string) => nodes.find((node) => node.id === id)?.label || kindOf(nodes, id);
  return edges.map(({ from, to, kind, label }) => `${name(from)} -${kind} ${label}-> ${name(to)}`);
}

function kindOf(nodes: readonly GraphNode[], id: string): string | undefined {
  return nodes.find((node) => node.id === id)?.kind;
}

function inner(graph: Graph, label: string): Graph {
  const found = graph.nodes.find((node) => node.label === label)?.inner;
  if (found === undefined) throw new Error(`${label} holds nothing`);
  return found;
}

const TASK = 'resourceArn: "acs:fc:::services/s/functions/f"';

describe('the graph of a flow', () => {
  test('leads from the start through the steps to the end', () => {
    const graph = graphOf('  - {type: pass, name: a}\n  - {type: pass, name: b}\n');
    expect(waysOf(graph)).toEqual(['start -next -> a', 'a -next -> b', 'b -next -> end']);
  });

  test('has no end where every way ends in a step', () => {
    const graph = graphOf('  - {type: pass, name: a}\n  - {type: succeed, name: b}\n');
    expect(graph.nodes.map(({ kind }) => kind)).toEqual(['start', 'pass', 'succeed']);
  });

  test('shows a jump back, each condition, and what happens when none holds', () => {
    const graph = graphOf(`
  - {type: wait, name: rest, duration: 5}
  - type: choice
    name: look
    choices:
      - {condition: '$.n < 3 && !$.done', goto: rest}
      - {condition: '$.n == 9', goto: stop}
  - {type: pass, name: on, end: true}
  - {type: fail, name: stop, error: Tired}
`);
    expect(waysOf(graph)).toEqual([
      'start -next -> rest',
      'rest -next -> look',
      'look -option $.n < 3 && !$.done-> rest',
      'look -option $.n == 9-> stop',
      'look -option otherwise-> on',
      'on -next -> end',
    ]);
  });

  test("puts an option's steps into a container, from which the option's goto leads on", () => {
    const graph = graphOf(`
  - type: choice
    name: look
    choices:
      - condition: '$.a == 1'
        steps: [{type: pass, name: inside}]
        goto: last
    default:
      steps: [{type: pass, name: other}]
  - {type: pass, name: between}
  - {type: pass, name: last}
`);
    expect(waysOf(graph)).toEqual([
      'start -next -> look',
      'look -option $.a == 1-> option',
      'option -goto -> last',
      'look -option otherwise-> option',
      'option -next -> between',
      'between -next -> last',
      'last -next -> end',
    ]);
    const containers = graph.nodes.filter(({ kind }) => kind === 'option');
    expect(containers.map((node) => node.inner?.nodes.map(({ label }) => label))).toEqual([
      ['inside'],
      ['other'],
    ]);
  });

  test('draws a caught error as a way of its own with the names of the errors', () => {
    const graph = graphOf(`
  - {type: task, name: call, ${TASK}, catch: [{errors: [A, B], goto: undo}], end: true}
  - {type: pass, name: undo}
`);
    expect(waysOf(graph)).toContain('call -catch A, B-> undo');
    expect(waysOf(graph)).not.toContain('call -next -> undo');
  });

  test('holds the branches of a parallel and the steps of a foreach', () => {
    const graph = graphOf(`
  - type: parallel
    name: both
    branches: [{steps: [{type: pass, name: a}]}, {steps: [{type: pass, name: b}, {type: pass, name: c}]}]
  - type: foreach
    name: all
    iterationMapping: {collection: $.list, item: one}
    steps: [{type: pass, name: d, end: true}, {type: pass, name: e}]
`);
    const branches = inner(graph, 'both').nodes;
    expect(branches.map((branch) => branch.inner?.nodes.map(({ label }) => label))).toEqual([
      ['a'],
      ['b', 'c'],
    ]);
    expect(graph.nodes.find(({ label }) => label === 'all')?.detail).toBe('for each one of $.list');
    // Two ways out of the iteration, so its end is shown.
    expect(waysOf(inner(graph, 'all'))).toEqual(['d -next -> end', 'e -next -> end']);
  });

  test('tells what each step does in a few words, and shows the sign of what a task calls', () => {
    const graph = graphOf(`
  - {type: task, name: f, ${TASK}, retry: [{errors: [A]}]}
  - {type: task, name: v, resourceArn: 'acs:fc:::services/s.online/functions/f'}
  - {type: task, name: l, resourceArn: 'arn:aws:lambda:us-east-1:000000000000:function:price:7'}
  - {type: task, name: q, resourceArn: 'acs:mns:::/queues/work/messages', pattern: waitForCallback, serviceParams: {MessageBody: $}}
  - {type: task, name: t, resourceArn: 'acs:mns:::/topics/news/messages', serviceParams: {MessageBody: $}}
  - {type: task, name: s, resourceArn: 'acs:fnf:::flow/other', pattern: sync}
  - {type: wait, name: w, timestamp: $.at}
  - {type: fail, name: x, error: $.why}
`);
    const details = graph.nodes.filter(({ label }) => label !== '').map(({ detail }) => detail);
    expect(details).toEqual([
      's/f, retries',
      's.online/f',
      'price.7',
      'queue work, waits for a report',
      'topic news',
      'flow other',
      'until $.at',
      '$.why',
    ]);
    const icons = graph.nodes.flatMap(({ icon }) => icon ?? []);
    expect(icons).toEqual(['function', 'function', 'function', 'queue', 'topic', 'flow']);
  });
});

import { expect, test } from 'vitest';
import { drawExecution } from '../../../src/graph/draw-flow.ts';
import type { Graph } from '../../../src/graph/graph.ts';

const place = { label: '', detail: '' } as const;

const GRAPH: Graph = {
  nodes: [
    { ...place, id: 'start', kind: 'start', progress: { state: 'succeeded', text: '' } },
    {
      id: '1',
      kind: 'task',
      label: 'pay',
      detail: 'shop/pay',
      progress: { state: 'caught', text: '↷ caught Busy' },
    },
    {
      id: '2',
      kind: 'pass',
      label: 'paid',
      detail: '',
      progress: { state: 'unreached', text: '○ not reached' },
    },
    {
      id: '3',
      kind: 'foreach',
      label: 'undo',
      detail: '',
      progress: { state: 'running', text: '▶ running, 1 of 2' },
      inner: { nodes: [], edges: [] },
    },
  ],
  edges: [
    { from: 'start', to: '1', kind: 'next', label: '', taken: 1 },
    { from: '1', to: '2', kind: 'next', label: '', taken: 0 },
    { from: '1', to: '3', kind: 'catch', label: 'Busy', taken: 1 },
  ],
};

test('a picture of an execution tells how each step stands by text, line and colour, below its heading', async () => {
  const picture = await drawExecution(GRAPH, 'trip / a & b: Running', 'svg');
  expect(picture).toContain('<title>trip / a &amp; b: Running</title>');
  expect(picture).toMatch(/<text class="name"[^>]*>trip \/ a &amp; b: Running<\/text>/);
  expect(picture).toMatch(/<g class="task caught"[\s\S]*?<text class="progress"[^>]*>↷ caught Busy<\/text>/);
  expect(picture).toContain('<g class="pass unreached"');
  expect(picture).toMatch(/<g class="foreach running"[\s\S]*?>▶ running, 1 of 2<\/text>/);
  expect([...picture.matchAll(/class="way ([a-z ]+)"/g)].map(([, style]) => style)).toEqual([
    'next taken',
    'next untaken',
    'catch taken',
  ]);
  // Once for light readers, once for dark ones.
  expect(picture.split('.way.taken{')).toHaveLength(3);
});

test('a heading that is wider than the graph widens the picture', async () => {
  const [narrow, wide] = await Promise.all(
    ['a', 'a'.repeat(100)].map((heading) => drawExecution(GRAPH, heading, 'svg')),
  );
  const widthOf = (picture = '') => Number(/width="(\d+)"/.exec(picture)?.[1]);
  expect(widthOf(wide)).toBeGreaterThan(730);
  expect(widthOf(narrow)).toBeLessThan(400);
});

test('Mermaid text has thick arrows for ways that were gone, and a look for each state', async () => {
  const text = await drawExecution(GRAPH, 'trip / "a": Running', 'mermaid');
  expect(text.split('\n').slice(0, 13)).toEqual([
    '---',
    'title: "trip / \\"a\\": Running"',
    '---',
    'flowchart TD',
    '  n_start((" ")):::succeeded',
    '  n_1["pay<br/>shop/pay<br/>#8631; caught Busy"]:::caught',
    '  n_2["paid<br/>#9675; not reached"]:::unreached',
    '  subgraph n_3 ["undo<br/>#9654; running, 1 of 2"]',
    '  end',
    '  class n_3 running',
    '  n_start ==> n_1',
    '  n_1 --> n_2',
    '  n_1 ==>|"Busy"| n_3',
  ]);
  expect(text).toMatch(/classDef caught fill:.*\n/);
});

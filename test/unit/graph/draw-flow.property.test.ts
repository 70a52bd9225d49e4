import fc from 'fast-check';
import { expect, test } from 'vitest';
import { flowGraph } from '../../../src/graph/flow-graph.ts';
import type { Graph, GraphNode } from '../../../src/graph/graph.ts';
import { layOut } from '../../../src/graph/layout.ts';
import { mermaid } from '../../../src/graph/mermaid.ts';
import type { PlacedGraph } from '../../../src/graph/place.ts';
import { flowArbitrary } from '../../helpers/flow-arbitrary.ts';
import { casesOf } from '../../helpers/property-cases.ts';

function everyNode({ nodes }: Graph): readonly GraphNode[] {
  return nodes.flatMap((node) => [node, ...(node.inner === undefined ? [] : everyNode(node.inner))]);
}

function expectApart({ width, height, nodes }: PlacedGraph): void {
  for (const [index, a] of nodes.entries()) {
    expect(a.x).toBeGreaterThanOrEqual(0);
    expect(a.x + a.width).toBeLessThanOrEqual(width);
    expect(a.y + a.height).toBeLessThanOrEqual(height);
    for (const b of nodes.slice(index + 1)) {
      const isApart =
        a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
      expect(isApart).toBe(true);
    }
    if (a.inner !== undefined) expectApart(a.inner);
  }
}

test('every node has an id of its own, and every way joins two nodes of one list', () => {
  fc.assert(
    fc.property(flowArbitrary, (flow) => {
      const graph = flowGraph(flow);
      const ids = everyNode(graph).map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      for (const { nodes, edges } of [graph, ...everyNode(graph).flatMap(({ inner }) => inner ?? [])]) {
        const known = new Set(nodes.map(({ id }) => id));
        for (const { from, to } of edges) expect(known.has(from) && known.has(to)).toBe(true);
      }
    }),
  );
});

test('whatever the flow, no two nodes of a container overlap, and none sticks out', async () => {
  await fc.assert(
    fc.asyncProperty(flowArbitrary, async (flow) => expectApart(await layOut(flowGraph(flow)))),
    { numRuns: casesOf(40) },
  );
});

test('whatever the names, Mermaid text keeps them inside quotes', () => {
  fc.assert(
    fc.property(flowArbitrary, (flow) => {
      for (const line of mermaid(flowGraph(flow)).trimEnd().split('\n').slice(1)) {
        expect(line).toMatch(
          /^ +(subgraph n_\S+ \[".*"\]|end|n_\w+[[({]+"[^"]*"[\])}]+|n_\w+ -\.?->(\|"[^"]*"\|)? n_\w+)$/u,
        );
      }
    }),
  );
});

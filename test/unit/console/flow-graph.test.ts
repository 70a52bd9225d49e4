import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { foldedGraph } from '../../../console/src/components/flow-graph/folded-graph.ts';
import { initialViewport } from '../../../console/src/components/flow-graph/initial-viewport.ts';
import { NODE_SIZES } from '../../../console/src/components/flow-graph/node-sizes.ts';
import { toReactFlow } from '../../../console/src/components/flow-graph/to-react-flow.ts';
import { parseFlow } from '../../../src/fdl/parse-flow.ts';
import { flowGraph } from '../../../src/graph/flow-graph.ts';
import type { Graph } from '../../../src/graph/graph.ts';
import { layOut } from '../../../src/graph/layout.ts';
import { flowArbitrary } from '../../helpers/flow-arbitrary.ts';
import { casesOf } from '../../helpers/property-cases.ts';

const NESTED = `version: v1
type: flow
steps:
  - type: foreach
    name: each
    iterationMapping: {collection: $.lines, item: line}
    steps:
      - {type: pass, name: first}
      - {type: pass, name: second}
  - {type: succeed, name: done}
`;

function nestedGraph(): Graph {
  const { flow } = parseFlow(NESTED);
  if (flow === undefined) throw new Error('The definition is not sound');
  return flowGraph(flow);
}

describe('a picture', () => {
  test('names every container before what it holds, and every end of a way', async () => {
    await fc.assert(
      fc.asyncProperty(flowArbitrary, async (flow) => {
        const { nodes, edges } = toReactFlow(await layOut(flowGraph(flow), NODE_SIZES));
        const ids = nodes.map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
        const early = nodes.filter(
          ({ parentId }, index) => parentId !== undefined && !ids.slice(0, index).includes(parentId),
        );
        expect(early).toEqual([]);
        expect(edges.filter(({ source, target }) => !ids.includes(source) || !ids.includes(target))).toEqual(
          [],
        );
        expect(new Set(edges.map(({ id }) => id)).size).toBe(edges.length);
      }),
      { numRuns: casesOf(15) },
    );
  });

  test('draws the ways in a container where the container is', async () => {
    const { nodes, edges } = toReactFlow(await layOut(nestedGraph(), NODE_SIZES));
    const box = nodes.find(({ id }) => id === '1');
    const first = nodes.find(({ id }) => id === '1.1');
    const way = edges.find(({ source, target }) => source === '1.1' && target === '1.2');
    const foot = (box?.position.y ?? 0) + (first?.position.y ?? 0) + (first?.height ?? 0);
    expect(way?.data?.points[0]?.y).toBeCloseTo(foot, 0);
  });

  test('leaves out what a folded container holds, and nothing else', () => {
    const graph = nestedGraph();
    const folded = foldedGraph(graph, new Set(['1']));
    expect(folded.nodes.map(({ id, inner }) => [id, inner !== undefined])).toEqual(
      graph.nodes.map(({ id }) => [id, false]),
    );
    expect(folded.edges).toEqual(graph.edges);
    expect(foldedGraph(graph, new Set())).toEqual(graph);
  });
});

describe('the first look at a picture', () => {
  const pane = { width: 500, height: 400 };

  test('shows a small one in its own size, in the middle', () => {
    expect(initialViewport(pane, { width: 100, height: 200 })).toEqual({ zoom: 1, x: 200, y: 100 });
  });

  test('shows all of a larger one', () => {
    const { zoom } = initialViewport(pane, { width: 200, height: 470 });
    expect(zoom).toBeCloseTo(0.8, 2);
  });

  test('shows the top of one that would be too small to read', () => {
    expect(initialViewport(pane, { width: 500, height: 9_000 })).toEqual({ zoom: 0.6, x: 100, y: 12 });
  });
});

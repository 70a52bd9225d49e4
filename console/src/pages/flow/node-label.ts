import type { Flow } from '../../../../src/flow/flow.ts';
import { flowGraph } from '../../../../src/graph/flow-graph.ts';
import type { Graph } from '../../../../src/graph/graph.ts';

/** The label of a node of a flow's graph; undefined for none and for an empty one. */
export function nodeLabel(flow: Flow, id: string): string | undefined {
  return labelIn(flowGraph(flow), id);
}

function labelIn({ nodes }: Graph, id: string): string | undefined {
  for (const node of nodes) {
    if (node.id === id) return node.label === '' ? undefined : node.label;
    const inner = node.inner === undefined ? undefined : labelIn(node.inner, id);
    if (inner !== undefined) return inner;
  }
  return undefined;
}

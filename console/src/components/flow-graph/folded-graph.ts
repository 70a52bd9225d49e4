import type { Graph, GraphNode } from '../../../../src/graph/graph.ts';

/** The graph without what folded containers hold. */
export function foldedGraph(graph: Graph, folded: ReadonlySet<string>): Graph {
  return { nodes: graph.nodes.map((node) => foldedNode(node, folded)), edges: graph.edges };
}

function foldedNode({ inner, ...node }: GraphNode, folded: ReadonlySet<string>): GraphNode {
  if (inner === undefined || folded.has(node.id)) return node;
  return { ...node, inner: foldedGraph(inner, folded) };
}

import type { Graph, GraphEdge, GraphNode, NodeProgress } from '../graph/graph.ts';
import type { CoverageItem, FlowCoverage } from './coverage.ts';

/** The graph of a flow with what executions of it have done: what none has done is unreached. */
export function coverageGraph(graph: Graph, coverage: FlowCoverage): Graph {
  const { items, places } = coverage;
  const byNode = Map.groupBy(items, ({ place }) => places.nodes.get(place) ?? '');
  return annotate(graph, { coverage, byNode });
}

interface Notes {
  readonly coverage: FlowCoverage;
  readonly byNode: ReadonlyMap<string, readonly CoverageItem[]>;
}

function annotate(graph: Graph, notes: Notes): Graph {
  const edges = graph.edges.map((edge): GraphEdge => ({ ...edge, taken: takenOf(edge, graph, notes) }));
  const nodes = graph.nodes.map((node): GraphNode => {
    const progress = progressOf(node, edges, notes);
    const inner = node.inner === undefined ? {} : { inner: annotate(node.inner, notes) };
    return { ...node, ...inner, ...(progress !== undefined && { progress }) };
  });
  return { nodes, edges };
}

function takenOf(edge: GraphEdge, { edges }: Graph, { coverage, byNode }: Notes): number {
  const items = byNode.get(edge.from) ?? [];
  const position = edges.filter(({ from, kind }) => from === edge.from && kind === edge.kind).indexOf(edge);
  if (edge.kind === 'option' || edge.kind === 'catch')
    return items.find(({ kind, index }) => kind === edge.kind && index === position)?.taken ?? 0;
  if (edge.from === 'start') return coverage.executions;
  const [own] = items;
  if (own !== undefined) return coverage.succeeded(own.place);
  // What leaves an option's list was gone as often as what enters it.
  const entrance = edges.find(({ to, kind }) => to === edge.from && kind === 'option');
  return entrance === undefined ? 0 : takenOf(entrance, { edges, nodes: [] }, { coverage, byNode });
}

function progressOf(
  { id, kind, label }: GraphNode,
  edges: readonly GraphEdge[],
  { byNode }: Notes,
): NodeProgress | undefined {
  if (kind === 'start' || kind === 'end') {
    const isTouched = edges.some(({ from, to, taken = 0 }) => taken > 0 && (from === id || to === id));
    return { state: isTouched ? 'succeeded' : 'unreached', text: '' };
  }
  const items = byNode.get(id);
  if (label === '' || items === undefined) return undefined;
  const times = items[0]?.taken ?? 0;
  if (times === 0) return { state: 'unreached', text: '○ never taken' };
  const untried = items.filter((item) => item.kind === 'retry' && item.taken === 0).length;
  return { state: 'succeeded', text: `✓ ${times}×${untried > 0 ? ', never retried' : ''}` };
}

import type { Flow } from '../flow/flow.ts';
import type { Graph, GraphEdge, GraphNode, NodeProgress } from '../graph/graph.ts';
import type { ExecutionModel } from './model.ts';
import { progressOf } from './node-progress.ts';
import { type Places, placesOf } from './places.ts';
import { type Trace, traceOf } from './trace.ts';

/**
 * The graph of a flow with the progress of an execution: the status of each step, and how often each way was taken.
 *
 * Events do not tell which of two options or errors led to the same step, so all such ways count as taken.
 */
export function graphProgress(graph: Graph, flow: Flow, model: ExecutionModel): Graph {
  const places = placesOf(flow);
  return annotate(graph, { model, places, trace: traceOf(model, places) });
}

interface Notes {
  readonly model: ExecutionModel;
  readonly places: Places;
  readonly trace: Trace;
}

function annotate(graph: Graph, notes: Notes): Graph {
  const edges = graph.edges.map((edge): GraphEdge => {
    const taken = notes.trace.countOf(withoutEmptyOptions(edge, graph));
    const label = taken > 1 ? `${edge.label} ×${taken}`.trim() : edge.label;
    return { ...edge, label, taken };
  });
  const touched = new Set(edges.flatMap(({ from, to, taken = 0 }) => (taken > 0 ? [from, to] : [])));
  const nodes = graph.nodes.map((node): GraphNode => {
    const progress = nodeProgress(node, notes) ?? placeProgress(node, touched.has(node.id));
    const inner = node.inner === undefined ? {} : { inner: annotate(node.inner, notes) };
    return { ...node, ...inner, ...(progress !== undefined && { progress }) };
  });
  return { nodes, edges };
}

/** An option without steps leaves no trace: both edges at it stand for the way from its choice to where it leads. */
function withoutEmptyOptions(edge: GraphEdge, { nodes, edges }: Graph): GraphEdge {
  const isEmpty = (id: string) => {
    const node = nodes.find((other) => other.id === id);
    return node?.kind === 'option' && node.inner?.nodes.length === 0;
  };
  if (isEmpty(edge.to)) return { ...edge, to: edges.find(({ from }) => from === edge.to)?.to ?? edge.to };
  if (isEmpty(edge.from))
    return { ...edge, from: edges.find(({ to }) => to === edge.from)?.from ?? edge.from };
  return edge;
}

function nodeProgress({ id, label }: GraphNode, { model, places, trace }: Notes): NodeProgress | undefined {
  if (label === '') return undefined;
  const traced = trace.steps.get(id);
  if (traced === undefined) return { state: 'unreached', text: '○ not reached' };
  return progressOf(places.steps.get(traced.place), traced.totals, model);
}

/** The progress of a start or an end. Branches and options have none: the steps in them show theirs. */
function placeProgress({ kind }: GraphNode, isTouched: boolean): NodeProgress | undefined {
  if (kind !== 'start' && kind !== 'end') return undefined;
  return { state: isTouched ? 'succeeded' : 'unreached', text: '' };
}

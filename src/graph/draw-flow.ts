import type { Flow } from '../flow/flow.ts';
import { flowGraph } from './flow-graph.ts';
import type { Graph } from './graph.ts';
import { layOut } from './layout.ts';
import { mermaid } from './mermaid.ts';
import { svg } from './svg.ts';

/** The forms in which a flow can be drawn. */
export const GRAPH_FORMATS = ['svg', 'mermaid'] as const;

/** A form in which a flow can be drawn. */
export type GraphFormat = (typeof GRAPH_FORMATS)[number];

/** A flow as a picture (`svg`) or as text that others draw (`mermaid`); the same flow gives the same text. */
export async function drawFlow(flow: Flow, title: string, format: GraphFormat): Promise<string> {
  const graph = flowGraph(flow);
  return format === 'mermaid' ? mermaid(graph) : svg(await layOut(graph), { title });
}

/** The same of a graph that shows an execution, below a heading. */
export async function drawExecution(graph: Graph, heading: string, format: GraphFormat): Promise<string> {
  if (format === 'mermaid') return mermaid(graph, heading);
  return svg(await layOut(graph), { title: heading, heading });
}

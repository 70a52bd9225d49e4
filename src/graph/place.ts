import type { ElkExtendedEdge, ElkNode } from 'elkjs/lib/elk-api.js';
import type { Graph, GraphEdge, GraphNode } from './graph.ts';
import { headHeight, LINE_HEIGHT, labelLines, nodeSize, textWidth } from './measure.ts';

/** A point, as seen from the corner of the container that it lies in. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A node with its place in its container. */
export interface PlacedNode extends Point {
  readonly node: GraphNode;
  readonly width: number;
  readonly height: number;
  readonly inner?: PlacedGraph;
}

/** A way with the points that it passes; `labelAt` is the upper left corner of its label. */
export interface PlacedEdge extends GraphEdge {
  readonly points: readonly Point[];
  readonly labelAt?: Point;
}

/** A graph in which everything has its place. */
export interface PlacedGraph {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly PlacedEdge[];
}

const OPTIONS: Readonly<Record<string, string>> = {
  'elk.algorithm': 'layered',
  'elk.direction': 'DOWN',
  'elk.edgeRouting': 'ORTHOGONAL',
  'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
  'elk.layered.cycleBreaking.strategy': 'MODEL_ORDER',
  'elk.layered.nodePlacement.favorStraightEdges': 'true',
  'elk.layered.spacing.nodeNodeBetweenLayers': '28',
  'elk.layered.spacing.edgeNodeBetweenLayers': '14',
  'elk.spacing.nodeNode': '28',
  'elk.spacing.edgeNode': '18',
  'elk.spacing.edgeLabel': '6',
};

const MARGIN = 16;

/** The size of a node without its content, and the height of the heading above that. */
export interface Sizes {
  nodeSize(node: GraphNode): { readonly width: number; readonly height: number };
  headHeight(node: GraphNode): number;
}

/** An engine that computes places: ELK, in this thread or another. */
export interface LayoutEngine {
  layout(graph: ElkNode): Promise<ElkNode>;
}

/**
 * Places everything in a graph, steps from the top down. The same graph is always placed the same way.
 *
 * A caller that shows more than the texts passes its own sizes.
 */
export async function place(
  graph: Graph,
  engine: LayoutEngine,
  sizes: Sizes = { nodeSize, headHeight },
): Promise<PlacedGraph> {
  const placed = await engine.layout({ id: 'graph', ...elkParts(graph, MARGIN, sizes) });
  return placedGraph(graph, placed);
}

function elkParts({ nodes, edges }: Graph, top: number, sizes: Sizes): Omit<ElkNode, 'id'> {
  const padding = `[top=${top},left=${MARGIN},bottom=${MARGIN},right=${MARGIN}]`;
  // Branches, which nothing connects, stand side by side.
  const separate = String(edges.length > 0);
  return {
    layoutOptions: { ...OPTIONS, 'elk.padding': padding, 'elk.separateConnectedComponents': separate },
    children: nodes.map((node) => elkNode(node, sizes)),
    edges: edges.map(elkEdge),
  };
}

function elkNode(node: GraphNode, sizes: Sizes): ElkNode {
  const { id, inner } = node;
  const { width, height } = sizes.nodeSize(node);
  if (inner === undefined) return { id, width, height };
  const { layoutOptions, ...parts } = elkParts(inner, sizes.headHeight(node), sizes);
  return {
    id,
    ...parts,
    layoutOptions: {
      ...layoutOptions,
      'elk.nodeSize.constraints': 'MINIMUM_SIZE',
      'elk.nodeSize.minimum': `(${width},${height})`,
    },
  };
}

function elkEdge({ from, to, label }: GraphEdge, index: number): ElkExtendedEdge {
  const lines = labelLines(label);
  const size = { width: textWidth(...lines), height: lines.length * LINE_HEIGHT };
  const labels = label === '' ? [] : [{ text: label, ...size }];
  return { id: `${from} ${index}`, sources: [from], targets: [to], labels };
}

function placedGraph({ nodes, edges }: Graph, placed: ElkNode): PlacedGraph {
  return {
    width: placed.width ?? 0,
    height: placed.height ?? 0,
    nodes: nodes.flatMap((node, index) => placedNode(node, placed.children?.[index])),
    edges: edges.flatMap((edge, index) => placedEdge(edge, placed.edges?.[index])),
  };
}

function placedNode(node: GraphNode, placed: ElkNode | undefined): readonly PlacedNode[] {
  if (placed === undefined) return [];
  const { x = 0, y = 0, width = 0, height = 0 } = placed;
  const inner = node.inner === undefined ? undefined : placedGraph(node.inner, placed);
  return [{ node, x, y, width, height, ...(inner !== undefined && { inner }) }];
}

function placedEdge(edge: GraphEdge, placed: ElkExtendedEdge | undefined): readonly PlacedEdge[] {
  const [section] = placed?.sections ?? [];
  if (section === undefined) return [];
  const points = [section.startPoint, ...(section.bendPoints ?? []), section.endPoint];
  const [{ x, y } = {}] = placed?.labels ?? [];
  const labelAt = x === undefined || y === undefined ? undefined : { x, y };
  return [{ ...edge, points, ...(labelAt !== undefined && { labelAt }) }];
}

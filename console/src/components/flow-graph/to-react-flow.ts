import type { Edge, Node } from '@xyflow/react';
import type { EdgeKind, GraphNode } from '../../../../src/graph/graph.ts';
import type { PlacedGraph, PlacedNode, Point } from '../../../../src/graph/place.ts';
import { wayKey } from './overlay.ts';

/** A node as React Flow knows it; what an execution adds comes by context, so that placing stays as it is. */
export type PictureNode = Node<{ readonly node: GraphNode }, 'step' | 'group' | 'place'>;

/** A way as React Flow knows it, with points as seen from the corner of the whole picture. */
export type PictureEdge = Edge<
  {
    readonly kind: EdgeKind;
    readonly label: string;
    readonly points: readonly Point[];
    readonly labelAt?: Point;
    readonly way: string;
  },
  'way'
>;

/** A picture in the order in which React Flow wants it: containers before what they hold. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly nodes: PictureNode[];
  readonly edges: PictureEdge[];
}

/** Turns a placed graph into what React Flow shows. */
export function toReactFlow(placed: PlacedGraph): Picture {
  const picture: Picture = { width: placed.width, height: placed.height, nodes: [], edges: [] };
  addGraph(picture, placed, undefined, { x: 0, y: 0 }, 0);
  return picture;
}

function addGraph(
  picture: Picture,
  { nodes, edges }: PlacedGraph,
  parentId: string | undefined,
  corner: Point,
  depth: number,
): void {
  for (const placed of nodes) {
    picture.nodes.push(pictureNode(placed, parentId, depth));
    if (placed.inner === undefined) continue;
    const inner = { x: corner.x + placed.x, y: corner.y + placed.y };
    addGraph(picture, placed.inner, placed.node.id, inner, depth + 1);
  }
  edges.forEach(({ from, to, kind, label, points, labelAt }, index) => {
    const way = wayKey(from, to);
    picture.edges.push({
      id: `${way} ${index}`,
      type: 'way',
      source: from,
      target: to,
      zIndex: 2 * depth + 1,
      focusable: false,
      data: {
        way,
        kind,
        label,
        points: points.map((point) => moved(point, corner)),
        ...(labelAt !== undefined && { labelAt: moved(labelAt, corner) }),
      },
    });
  });
}

function pictureNode(
  { node, x, y, width, height, inner }: PlacedNode,
  parentId: string | undefined,
  depth: number,
) {
  const isPlace = node.kind === 'start' || node.kind === 'end';
  const type = inner !== undefined ? 'group' : isPlace ? 'place' : 'step';
  const size = { width, height };
  const placed: PictureNode = {
    id: node.id,
    type,
    position: { x, y },
    ...size,
    measured: size,
    zIndex: 2 * depth,
    focusable: false,
    data: { node },
    ...(parentId !== undefined && { parentId }),
  };
  return placed;
}

function moved({ x, y }: Point, by: Point): Point {
  return { x: x + by.x, y: y + by.y };
}

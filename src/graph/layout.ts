import elk from 'elkjs/lib/elk.bundled.js';
import type { Graph } from './graph.ts';
import { type PlacedGraph, place, type Sizes } from './place.ts';

/** Places everything in a graph, in this thread: a large graph takes seconds. */
export async function layOut(graph: Graph, sizes?: Sizes): Promise<PlacedGraph> {
  return await place(graph, new elk.default(), sizes);
}

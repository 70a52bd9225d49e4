import { useEffect, useState } from 'react';
import type { Flow } from '../../../../src/fdl/flow.ts';
import { flowGraph } from '../../../../src/graph/flow-graph.ts';
import { layOut } from '../../../../src/graph/layout.ts';
import { foldedGraph } from './folded-graph.ts';
import { NODE_SIZES } from './node-sizes.ts';
import { type Picture, toReactFlow } from './to-react-flow.ts';

/** The picture of a flow; the one before until a new one is placed, undefined before the first. */
export function usePicture(flow: Flow, folded: ReadonlySet<string>): Picture | undefined {
  const [picture, setPicture] = useState<Picture>();
  useEffect(() => {
    let isWanted = true;
    const place = async () => {
      const placed = await layOut(foldedGraph(flowGraph(flow), folded), NODE_SIZES);
      if (isWanted) setPicture(toReactFlow(placed));
    };
    void place();
    return () => {
      isWanted = false;
    };
  }, [flow, folded]);
  return picture;
}

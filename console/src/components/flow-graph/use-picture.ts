import { useEffect, useRef, useState } from 'react';
import type { Flow } from '../../../../src/flow/flow.ts';
import { flowGraph } from '../../../../src/graph/flow-graph.ts';
import { place } from '../../../../src/graph/place.ts';
import { foldedGraph } from './folded-graph.ts';
import { layoutEngine } from './layout-engine.ts';
import { NODE_SIZES } from './node-sizes.ts';
import { type Picture, toReactFlow } from './to-react-flow.ts';

/** The picture of a flow; the one before until a new one is placed, undefined before the first. */
export function usePicture(flow: Flow, folded: ReadonlySet<string>): Picture | undefined {
  const [picture, setPicture] = useState<Picture>();
  const last = useRef<Promise<void>>(Promise.resolve());
  useEffect(() => {
    let isWanted = true;
    const draw = async (before: Promise<void>) => {
      // While one picture is placed, the flow may change many times; only the last of these is placed next.
      await before;
      if (!isWanted) return;
      const placed = await place(foldedGraph(flowGraph(flow), folded), layoutEngine(), NODE_SIZES);
      if (isWanted) setPicture(toReactFlow(placed));
    };
    last.current = draw(last.current.catch(() => undefined));
    return () => {
      isWanted = false;
    };
  }, [flow, folded]);
  return picture;
}

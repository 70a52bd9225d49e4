import '@xyflow/react/dist/style.css';
import './flow-graph.css';
import { useComputedColorScheme } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { Controls, ReactFlow, ReactFlowProvider, useReactFlow } from '@xyflow/react';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Flow } from '../../../../src/flow/flow.ts';
import { PageLoader } from '../../shell/page-loader.tsx';
import { GraphContext } from './graph-context.ts';
import { GroupNode } from './group-node.tsx';
import { initialViewport } from './initial-viewport.ts';
import type { GraphOverlay } from './overlay.ts';
import { PlaceNode } from './place-node.tsx';
import { StepNode } from './step-node.tsx';
import type { Picture } from './to-react-flow.ts';
import { usePicture } from './use-picture.ts';
import { WayEdge } from './way-edge.tsx';

interface FlowGraphProps {
  readonly flow: Flow;
  /** The name of the picture for screen readers. */
  readonly label: string;
  /** An execution over the flow; without one all steps look alike. */
  readonly overlay?: GraphOverlay;
  /** Id of the selected node. */
  readonly selected?: string | undefined;
  readonly onSelect?: (id: string) => void;
}

const NODE_TYPES = { step: StepNode, group: GroupNode, place: PlaceNode };
const EDGE_TYPES = { way: WayEdge };
/** From here on only what is in view is drawn. */
const MANY_NODES = 150;

/** A flow as a picture that one can move about in, with an execution laid over it. Fills its container. */
export function FlowGraph(props: FlowGraphProps) {
  return (
    <ReactFlowProvider>
      <Pane {...props} />
    </ReactFlowProvider>
  );
}

function Pane({ flow, label, overlay, selected, onSelect }: FlowGraphProps) {
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  const onFold = useCallback((id: string) => setFolded((before) => toggled(before, id)), []);
  const picture = usePicture(flow, folded);
  const context = useMemo(
    () => ({ overlay, selected, onSelect, folded, onFold }),
    [overlay, selected, onSelect, folded, onFold],
  );
  const { ref, width, height } = useElementSize();
  return (
    <section ref={ref} className="flow-graph" aria-label={label}>
      {picture === undefined || width === 0 ? (
        <PageLoader />
      ) : (
        <GraphContext value={context}>
          <Canvas picture={picture} width={width} height={height} />
        </GraphContext>
      )}
    </section>
  );
}

function Canvas({ picture, width, height }: { picture: Picture; width: number; height: number }) {
  const { t } = useTranslation('graph');
  const colorMode = useComputedColorScheme();
  const { setViewport } = useReactFlow();
  const hasMoved = useRef(false);
  useEffect(() => {
    if (!hasMoved.current) void setViewport(initialViewport({ width, height }, picture));
  }, [picture, width, height, setViewport]);
  return (
    <ReactFlow
      nodes={picture.nodes}
      edges={picture.edges}
      nodeTypes={NODE_TYPES}
      edgeTypes={EDGE_TYPES}
      colorMode={colorMode}
      defaultViewport={initialViewport({ width, height }, picture)}
      onMoveStart={(event) => {
        if (event !== null) hasMoved.current = true;
      }}
      minZoom={0.1}
      maxZoom={2}
      panOnScroll
      nodesDraggable={false}
      nodesConnectable={false}
      nodesFocusable={false}
      edgesFocusable={false}
      elementsSelectable={false}
      disableKeyboardA11y
      onlyRenderVisibleElements={picture.nodes.length > MANY_NODES}
      ariaLabelConfig={{
        'controls.ariaLabel': t('controls'),
        'controls.zoomIn.ariaLabel': t('zoomIn'),
        'controls.zoomOut.ariaLabel': t('zoomOut'),
        'controls.fitView.ariaLabel': t('fitView'),
      }}
    >
      <Controls showInteractive={false} fitViewOptions={{ maxZoom: 1 }} />
    </ReactFlow>
  );
}

function toggled(ids: ReadonlySet<string>, id: string): ReadonlySet<string> {
  return ids.has(id) ? new Set([...ids].filter((other) => other !== id)) : new Set([...ids, id]);
}

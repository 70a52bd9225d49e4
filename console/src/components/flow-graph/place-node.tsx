import { Handle, type NodeProps, Position } from '@xyflow/react';
import type { PictureNode } from './to-react-flow.ts';

/** Where a list of steps begins or ends. */
export function PlaceNode({ data: { node } }: NodeProps<PictureNode>) {
  return (
    <>
      <Handle type="target" position={Position.Top} isConnectable={false} />
      <span className="place" data-kind={node.kind} aria-hidden />
      <Handle type="source" position={Position.Bottom} isConnectable={false} />
    </>
  );
}

import { Handle, type NodeProps, Position } from '@xyflow/react';
import { memo } from 'react';
import { FoldButton } from './fold-button.tsx';
import { useNode } from './graph-context.ts';
import { NodeButton } from './node-button.tsx';
import { isContainer } from './node-sizes.ts';
import { StepBadges } from './step-node.tsx';
import type { PictureNode } from './to-react-flow.ts';

/** A container with what it holds: a parallel, a branch, a foreach, an option's steps. */
export const GroupNode = memo(function GroupNode({ id, data: { node } }: NodeProps<PictureNode>) {
  const { step, isUntouched, isSelected } = useNode(id);
  return (
    <>
      <Handle type="target" position={Position.Top} isConnectable={false} />
      <div
        className="group"
        data-kind={node.kind}
        data-status={step.status}
        data-untouched={isUntouched || undefined}
        data-selected={isSelected || undefined}
      >
        {isContainer(node.kind) && (
          <div className="group-head">
            <NodeButton node={node} className="group-name" />
            {step.control !== undefined && <div className="group-control nopan">{step.control}</div>}
          </div>
        )}
      </div>
      {isContainer(node.kind) && <StepBadges step={step} />}
      {isContainer(node.kind) && <FoldButton id={id} name={node.label} />}
      <Handle type="source" position={Position.Bottom} isConnectable={false} />
    </>
  );
});

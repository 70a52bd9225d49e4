import { Handle, type NodeProps, Position } from '@xyflow/react';
import { memo } from 'react';
import { FoldButton } from './fold-button.tsx';
import { useNode } from './graph-context.ts';
import { NodeButton } from './node-button.tsx';
import { isContainer } from './node-sizes.ts';
import type { StepOverlay } from './overlay.ts';
import { STATUS_SIGNS } from './status-signs.ts';
import type { PictureNode } from './to-react-flow.ts';

/** A step without steps in it, or a folded one. */
export const StepNode = memo(function StepNode({ id, data: { node } }: NodeProps<PictureNode>) {
  const { step, isUntouched } = useNode(id);
  return (
    <>
      <Handle type="target" position={Position.Top} isConnectable={false} />
      <NodeButton
        node={node}
        className="step"
        looks={{
          'data-kind': node.kind,
          'data-status': step.status,
          'data-untouched': isUntouched || undefined,
        }}
      />
      <StepBadges step={step} />
      {isContainer(node.kind) && <FoldButton id={id} name={node.label} />}
      <Handle type="source" position={Position.Bottom} isConnectable={false} />
    </>
  );
});

/** Status and count on the border of a node. */
export function StepBadges({ step: { status, count = 0 } }: { step: StepOverlay }) {
  if (status === undefined) return null;
  const Sign = STATUS_SIGNS[status];
  return (
    <span className="step-badges" aria-hidden>
      {count > 1 && <span className="step-count">×{count}</span>}
      <span className="step-status" data-status={status}>
        <Sign size={14} stroke={2.5} className={status === 'running' ? 'spinning' : undefined} />
      </span>
    </span>
  );
}

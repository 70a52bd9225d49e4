import { Handle, type NodeProps, Position } from '@xyflow/react';
import { memo } from 'react';
import { FoldButton } from './fold-button.tsx';
import { useNode } from './graph-context.ts';
import { isContainer } from './node-sizes.ts';
import { StepBadges, useStepLabel } from './step-node.tsx';
import { STEP_SIGNS } from './step-signs.ts';
import type { PictureNode } from './to-react-flow.ts';

/** A container with what it holds: a parallel, a branch, a foreach, an option's steps. */
export const GroupNode = memo(function GroupNode({ id, data: { node } }: NodeProps<PictureNode>) {
  const { step, isUntouched, isSelected, onSelect } = useNode(id);
  const label = useStepLabel(node, step);
  const Sign = STEP_SIGNS[node.kind];
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
            <button
              type="button"
              className="group-name nopan"
              aria-pressed={onSelect === undefined ? undefined : isSelected}
              aria-label={label}
              title={label}
              onClick={() => onSelect?.(id)}
            >
              <Sign size={18} aria-hidden className="step-sign" />
              <span className="step-texts">
                <span className="step-name">{node.label}</span>{' '}
                {node.detail !== '' && <span className="step-detail">{node.detail}</span>}
              </span>
            </button>
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

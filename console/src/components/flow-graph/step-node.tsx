import { Handle, type NodeProps, Position } from '@xyflow/react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { GraphNode } from '../../../../src/graph/graph.ts';
import { FoldButton } from './fold-button.tsx';
import { useNode } from './graph-context.ts';
import { isContainer } from './node-sizes.ts';
import type { StepOverlay } from './overlay.ts';
import { STATUS_SIGNS } from './status-signs.ts';
import { STEP_SIGNS } from './step-signs.ts';
import type { PictureNode } from './to-react-flow.ts';

/** A step without steps in it, or a folded one. */
export const StepNode = memo(function StepNode({ id, data: { node } }: NodeProps<PictureNode>) {
  const { step, isUntouched, isSelected, onSelect } = useNode(id);
  const label = useStepLabel(node, step);
  const Sign = STEP_SIGNS[node.kind];
  return (
    <>
      <Handle type="target" position={Position.Top} isConnectable={false} />
      <button
        type="button"
        className="step nopan"
        data-kind={node.kind}
        data-status={step.status}
        data-untouched={isUntouched || undefined}
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

/** What a screen reader says of a step: what it shows, its type, and how it stands. */
export function useStepLabel(
  { label, kind, detail }: GraphNode,
  { status, count = 0, note }: StepOverlay,
): string {
  const { t } = useTranslation('graph');
  // What can be read on the node comes first and as it stands there: who says what they see must be understood.
  const words = [
    detail === '' ? label : `${label} ${detail}`,
    t(`kind.${kind}`),
    status === undefined ? '' : t(`status.${status}`),
    count > 1 ? t('times', { times: count }) : '',
    note ?? '',
  ];
  return words.filter((word) => word !== '').join(', ');
}

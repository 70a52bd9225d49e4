import type { GraphNode } from '../../../../src/graph/graph.ts';
import { useNode } from './graph-context.ts';
import { signOf } from './step-signs.ts';
import { useStepLabel } from './use-step-label.ts';

interface NodeButtonProps {
  readonly node: GraphNode;
  readonly className: string;
  /** Attributes that the looks of the button depend on. */
  readonly looks?: Readonly<Record<`data-${string}`, string | boolean | undefined>>;
}

/** The content of a node: sign, name and detail of its step; pressing it selects the step. */
export function NodeButton({ node, className, looks }: NodeButtonProps) {
  const { step, isSelected, onSelect } = useNode(node.id);
  const label = useStepLabel(node, step);
  const Sign = signOf(node);
  return (
    <button
      type="button"
      className={`${className} nopan`}
      {...looks}
      aria-pressed={onSelect === undefined ? undefined : isSelected}
      aria-label={label}
      title={label}
      onClick={() => onSelect?.(node.id)}
    >
      <Sign size={18} aria-hidden className="step-sign" />
      <span className="step-texts">
        <span className="step-name">{node.label}</span>{' '}
        {node.detail !== '' && <span className="step-detail">{node.detail}</span>}
      </span>
    </button>
  );
}

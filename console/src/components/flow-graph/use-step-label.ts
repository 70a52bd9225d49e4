import { useTranslation } from 'react-i18next';
import type { GraphNode } from '../../../../src/graph/graph.ts';
import type { StepOverlay } from './overlay.ts';

/** The text of a step for screen readers: its label, its type, and its state. */
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
    count > 1 ? t('times', { count }) : '',
    note ?? '',
  ];
  return words.filter((word) => word !== '').join(', ');
}

import { useTranslation } from 'react-i18next';
import type { GraphNode } from '../../../../src/graph/graph.ts';
import type { StepOverlay } from './overlay.ts';

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

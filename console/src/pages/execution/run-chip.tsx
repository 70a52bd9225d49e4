import { Badge } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { RunStatus } from '../../../../src/trace/model.ts';
import { RUN_LOOKS } from './run-looks.ts';

/** How a step run stands, as sign and word. */
export function RunChip({ status }: { status: RunStatus }) {
  const { t } = useTranslation('execution');
  const { color, Sign } = RUN_LOOKS[status];
  return (
    <Badge
      variant="light"
      color={color}
      tt="none"
      leftSection={<Sign size={14} aria-hidden className={status === 'running' ? 'spinning' : undefined} />}
    >
      {t(`run.${status}`)}
    </Badge>
  );
}

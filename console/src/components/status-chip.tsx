import { Badge } from '@mantine/core';
import {
  IconCheck,
  IconClockX,
  IconLoader2,
  IconPlayerPlay,
  IconPlayerStop,
  IconX,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ExecutionStatus } from '../../../src/api/contract.ts';

/** The colour and the sign of every status, for all places that show one. */
export const STATUS_LOOKS = {
  Starting: { color: 'gray', Icon: IconPlayerPlay },
  Running: { color: 'blue', Icon: IconLoader2 },
  Succeeded: { color: 'green', Icon: IconCheck },
  Failed: { color: 'red', Icon: IconX },
  Stopped: { color: 'grape', Icon: IconPlayerStop },
  TimedOut: { color: 'orange', Icon: IconClockX },
} as const satisfies Record<ExecutionStatus, object>;

/** How an execution stands, as sign and word. */
export function StatusChip({ status }: { status: ExecutionStatus }) {
  const { t } = useTranslation();
  const { color, Icon } = STATUS_LOOKS[status];
  return (
    <Badge
      variant="light"
      color={color}
      tt="none"
      miw="max-content"
      leftSection={<Icon size={14} aria-hidden className={status === 'Running' ? 'spinning' : undefined} />}
    >
      {t(`status.${status}`)}
    </Badge>
  );
}

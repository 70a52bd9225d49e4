import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { OpenTaskView } from '../../../../src/api/contract.ts';
import { Time } from '../time.tsx';

/** The newest heartbeat of a task and when the next one is due; nothing for a task that owes none. */
export function HeartbeatFacts({ task }: { task: OpenTaskView }) {
  const { t } = useTranslation('tokens');
  const { HeartbeatTime = '', HeartbeatDetail = '', NextHeartbeatTime } = task;
  if (NextHeartbeatTime === undefined) return null;
  return (
    <>
      <Text size="sm">
        {HeartbeatTime === '' ? (
          t('noHeartbeat')
        ) : (
          <>
            {t('heartbeat')}: <Time at={HeartbeatTime} as="relative" />
          </>
        )}
        {' · '}
        {t('nextHeartbeat')}: <Time at={NextHeartbeatTime} as="relative" />
      </Text>
      {HeartbeatDetail !== '' && (
        <Text size="sm" fw={600} style={{ overflowWrap: 'anywhere' }}>
          {HeartbeatDetail}
        </Text>
      )}
    </>
  );
}

import { Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { nextFireTimes } from '../../../../../src/schedules/fire-times.ts';
import { Time } from '../../../components/time.tsx';
import { useNow } from '../../../components/use-now.ts';

interface NextTimesProps {
  readonly expression: string;
  /** When the schedule was changed last; now for one that is being written. */
  readonly modifiedTime?: string;
  readonly count: number;
  /** RFC 3339, or empty: bounds of the fire times. */
  readonly startTime?: string;
  readonly endTime?: string;
}

/** The next times that a schedule fires, or that it never does, or why it cannot. */
export function NextTimes({ expression, modifiedTime, count, startTime = '', endTime = '' }: NextTimesProps) {
  const { t } = useTranslation('schedules');
  const now = useNow();
  const anchor = modifiedTime === undefined ? now : Date.parse(modifiedTime);
  const found = nextFireTimes(expression, {
    anchor,
    after: now,
    count,
    ...(startTime !== '' && { startAt: Date.parse(startTime) }),
    ...(endTime !== '' && { endAt: Date.parse(endTime) }),
  });
  if ('problem' in found) {
    return (
      <Text size="sm" c="var(--mantine-color-error)">
        {found.problem}
      </Text>
    );
  }
  const [first] = found.times;
  if (first === undefined) return <Text size="sm">{t('never')}</Text>;
  return (
    <Stack gap={2}>
      {found.times.map((at, index) => (
        <Text key={at} size="sm" {...(index > 0 && { c: 'dimmed' })}>
          <Time at={at} />
          {index === 0 && (
            <Text span size="sm" c="dimmed">
              {' · '}
              <Time at={at} as="relative" />
            </Text>
          )}
        </Text>
      ))}
    </Stack>
  );
}

import { Alert, Anchor, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconClockX, IconPlayerStop } from '@tabler/icons-react';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { Cause } from './cause.tsx';
import { useShown } from './shown-execution.ts';

const LOOKS = {
  Failed: { color: 'red', Sign: IconAlertTriangle },
  TimedOut: { color: 'orange', Sign: IconClockX },
  Stopped: { color: 'grape', Sign: IconPlayerStop },
} as const;

/** Steps named; a wide flow may have been at hundreds when it was stopped. */
const MOST_STEPS = 5;

/** Why an execution ended without success, and where. */
export function FailureCard() {
  const { t } = useTranslation('execution');
  const { model } = useShown();
  const { failure, status } = model;
  if (failure === undefined || !isFailed(status)) return null;
  const { color, Sign } = LOOKS[status];
  const error = failure.error === '' ? t('failure.noError') : failure.error;
  return (
    <Alert
      variant="outline"
      color={color}
      icon={<Sign aria-hidden />}
      title={t(`failure.${status}`, { error })}
      className="failure-card"
      p="xs"
      flex="none"
    >
      <Stack gap={2}>
        <FailedSteps runs={failure.runs} name={status === 'Failed' ? 'at' : 'wasAt'} />
        <Cause text={failure.cause} maxHeight={44} />
      </Stack>
    </Alert>
  );
}

function FailedSteps({ runs, name }: { runs: readonly number[]; name: 'at' | 'wasAt' }) {
  const { t } = useTranslation('execution');
  const { model, selection } = useShown();
  const shown = runs.slice(0, MOST_STEPS).flatMap((id) => model.runs.get(id) ?? []);
  if (shown.length === 0) return null;
  const more = runs.length - shown.length;
  return (
    <Text size="sm">
      {t(`failure.${name}`)}{' '}
      {shown.map((run, index) => (
        <Fragment key={run.id}>
          {index > 0 && ', '}
          <Anchor component="button" type="button" inherit onClick={() => selection.select(run.id)}>
            {run.name}
          </Anchor>
        </Fragment>
      ))}
      {more > 0 && ` ${t('failure.more', { count: more })}`}
    </Text>
  );
}

function isFailed(status: string): status is keyof typeof LOOKS {
  return Object.hasOwn(LOOKS, status);
}

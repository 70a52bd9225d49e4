import { Badge, Card, Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { stringifyJson } from '../../../../../src/common/json-text.ts';
import type { Attempt, StepRun } from '../../../../../src/trace/model.ts';
import { nextRetryAt } from '../../../../../src/trace/next-retry.ts';
import { attemptResult } from '../../../../../src/trace/step-data.ts';
import { JsonView } from '../../../components/code/json-view.tsx';
import { Time } from '../../../components/time.tsx';
import { Cause } from '../cause.tsx';
import { Duration } from '../duration.tsx';
import { Fact, Facts } from '../fact.tsx';
import { useShown } from '../shown-execution.ts';

/** The calls of a task, the newest first, and when the next one is due. */
export function Attempts({ run }: { run: StepRun }) {
  const { t } = useTranslation('execution');
  const { definition } = useShown();
  const step = definition?.places.steps.get(run.place);
  const nextAt = step?.type === 'task' ? nextRetryAt(step, run) : undefined;
  return (
    <Stack gap="sm">
      {nextAt !== undefined && (
        <Text size="sm">
          {t('panel.nextRetry')}: <Time at={new Date(nextAt).toISOString()} />
        </Text>
      )}
      <ol reversed className="attempts">
        {run.attempts.toReversed().map((attempt, index) => (
          <AttemptCard key={attempt.scheduledBy} attempt={attempt} number={run.attempts.length - index} />
        ))}
      </ol>
    </Stack>
  );
}

function AttemptCard({ attempt, number }: { attempt: Attempt; number: number }) {
  const { t } = useTranslation('execution');
  const { model } = useShown();
  const { scheduledAt, submittedAt, endedAt, error, cause = '' } = attempt;
  const result = attemptResult(model, attempt);
  const [color, word] =
    error !== undefined
      ? (['red', 'failed'] as const)
      : endedAt === undefined
        ? (['blue', 'open'] as const)
        : (['green', 'succeeded'] as const);
  return (
    <Card component="li" withBorder padding="sm">
      <Group justify="space-between" mb={4}>
        <Text size="sm" fw={600}>
          {t('panel.attempt', { number })}
        </Text>
        <Badge variant="light" color={color} tt="none">
          {t(`panel.${word}`)}
        </Badge>
      </Group>
      <Facts>
        <Fact name={t('panel.scheduled')}>
          <Time at={new Date(scheduledAt).toISOString()} />
        </Fact>
        {submittedAt !== undefined && (
          <Fact name={t('panel.submitted')}>
            <Time at={new Date(submittedAt).toISOString()} />
          </Fact>
        )}
        <Fact name={t('panel.duration')}>
          <Duration from={scheduledAt} to={endedAt} />
        </Fact>
        {error !== undefined && <Fact name={t('panel.error')}>{error}</Fact>}
      </Facts>
      <Cause text={cause} />
      {result !== undefined && (
        <Stack gap={4} mt="xs">
          <Text size="xs" c="dimmed">
            {t('panel.result')}
          </Text>
          <JsonView
            text={stringifyJson(result)}
            label={`${t('panel.result')}, ${t('panel.attempt', { number })}`}
            maxHeight="200px"
          />
        </Stack>
      )}
    </Card>
  );
}

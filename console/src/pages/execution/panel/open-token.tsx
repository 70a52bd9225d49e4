import { Alert, Code, Stack, Text } from '@mantine/core';
import { IconHourglass } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { StepRun } from '../../../../../src/trace/model.ts';
import { useCallApi } from '../../../api/session-context.tsx';
import { ErrorAlert } from '../../../components/error-alert.tsx';
import { HeartbeatFacts } from '../../../components/report-task/heartbeat-facts.tsx';
import { ReportActions } from '../../../components/report-task/report-actions.tsx';
import { Time } from '../../../components/time.tsx';
import { useShown } from '../shown-execution.ts';

/** How often heartbeats are looked at while a task that owes them is shown. */
const HEARTBEATS_EVERY_MS = 3_000;

/** The token of a task that waits for a report, and what one can do with it. */
export function OpenToken({ run }: { run: StepRun }) {
  const { t } = useTranslation('execution');
  const { execution } = useShown();
  const callApi = useCallApi();
  const key = { FlowName: execution.FlowName, ExecutionName: execution.Name };
  const { data, error, refetch } = useQuery({
    // Each attempt has a token of its own.
    queryKey: ['openTask', key.FlowName, key.ExecutionName, run.id, run.attempts.length],
    queryFn: async ({ signal }) => {
      const { Tasks } = await callApi('ListOpenTasks', key, signal);
      return Tasks.find(({ StepEventId }) => StepEventId === run.id) ?? null;
    },
    refetchInterval: ({ state }) =>
      state.data?.NextHeartbeatTime === undefined ? false : HEARTBEATS_EVERY_MS,
  });
  if (error !== null) return <ErrorAlert error={error} onRetry={() => void refetch()} />;
  // A sync child has a token, too, but its end reports in its place.
  if (!data) return null;
  return (
    <Alert variant="outline" color="blue" icon={<IconHourglass aria-hidden />} title={t('panel.token')}>
      <Stack gap="xs">
        <Text size="sm">{t('panel.tokenHint')}</Text>
        <Code block className="token">
          {data.TaskToken}
        </Code>
        {data.TimeoutTime !== '' && (
          <Text size="sm">
            {t('panel.timeout')}: <Time at={data.TimeoutTime} />
          </Text>
        )}
        <HeartbeatFacts task={data} />
        <ReportActions task={data} />
      </Stack>
    </Alert>
  );
}

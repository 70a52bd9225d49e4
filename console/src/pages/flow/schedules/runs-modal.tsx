import { Anchor, Badge, Button, Divider, Group, Modal, Stack, Table, Text, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconPlayerPlay } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { ScheduleRunView } from '../../../../../src/api/contract.ts';
import { runsKey, useScheduleRuns } from '../../../api/schedules.ts';
import { useCallApi } from '../../../api/session-context.tsx';
import { ErrorAlert } from '../../../components/error-alert.tsx';
import { StatusChip } from '../../../components/status-chip.tsx';
import { Time } from '../../../components/time.tsx';
import { PageLoader } from '../../../shell/page-loader.tsx';
import { BackfillForm } from './backfill-form.tsx';

interface RunsModalProps {
  readonly flowName: string;
  readonly name: string;
  readonly onClose: () => void;
}

/** The last fire times of a schedule with their outcomes, the next ten, and ways to start it by hand. */
export function RunsModal({ flowName, name, onClose }: RunsModalProps) {
  const { t } = useTranslation('schedules');
  const { t: common } = useTranslation();
  const { data, error, refetch } = useScheduleRuns(flowName, name);
  const trigger = useTrigger(flowName, name);
  return (
    <Modal
      opened
      onClose={onClose}
      size="xl"
      title={t('runsOf', { name })}
      closeButtonProps={{ 'aria-label': common('action.close') }}
    >
      <Stack>
        <Group>
          <Button
            leftSection={<IconPlayerPlay size={16} aria-hidden />}
            loading={trigger.isPending}
            onClick={() => trigger.mutate()}
          >
            {t('trigger')}
          </Button>
        </Group>
        {trigger.error !== null && <ErrorAlert error={trigger.error} />}
        {error !== null && <ErrorAlert error={error} onRetry={() => void refetch()} />}
        {data === undefined && error === null && <PageLoader />}
        {data !== undefined && <RunsTable flowName={flowName} runs={data.Runs} />}
        {data !== undefined && (
          <Stack gap={2}>
            <Title order={3} size="h5">
              {t('next')}
            </Title>
            {data.NextFireTimes.length === 0 && <Text size="sm">{t('never')}</Text>}
            {data.NextFireTimes.map((at) => (
              <Text key={at} size="sm">
                <Time at={at} />
              </Text>
            ))}
          </Stack>
        )}
        <Divider />
        <BackfillForm flowName={flowName} name={name} />
      </Stack>
    </Modal>
  );
}

const OUTCOME_COLOURS = { Started: 'green', Waiting: 'blue', Skipped: 'gray', Missed: 'orange' } as const;

function RunsTable({ flowName, runs }: { flowName: string; runs: readonly ScheduleRunView[] }) {
  const { t } = useTranslation('schedules');
  if (runs.length === 0) return <Text size="sm">{t('noRuns')}</Text>;
  return (
    <Table verticalSpacing="xs" aria-label={t('runs')}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('due')}</Table.Th>
          <Table.Th>{t('outcome')}</Table.Th>
          <Table.Th>{t('execution')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {runs.map(({ ScheduledTime, Outcome, ExecutionName, Status, Reason }) => (
          <Table.Tr key={ExecutionName ?? ScheduledTime}>
            <Table.Td>
              <Time at={ScheduledTime} />
            </Table.Td>
            <Table.Td>
              {Status === undefined ? (
                <Badge variant="light" color={OUTCOME_COLOURS[Outcome]} tt="none">
                  {t(`outcomes.${Outcome}`)}
                </Badge>
              ) : (
                <StatusChip status={Status} />
              )}
            </Table.Td>
            <Table.Td style={{ overflowWrap: 'anywhere' }}>
              {ExecutionName === undefined ? (
                <Text size="sm" c="dimmed">
                  {Reason}
                </Text>
              ) : (
                <Anchor inherit component={Link} to={`/executions/${flowName}/${ExecutionName}`}>
                  {ExecutionName}
                </Anchor>
              )}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function useTrigger(flowName: string, name: string) {
  const { t } = useTranslation('schedules');
  const callApi = useCallApi();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => callApi('TriggerSchedule', { FlowName: flowName, ScheduleName: name }),
    onSuccess: async () => {
      notifications.show({ color: 'green', message: t('triggered', { name }) });
      await queryClient.invalidateQueries({ queryKey: runsKey(flowName, name) });
    },
  });
}

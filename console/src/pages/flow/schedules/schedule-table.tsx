import { ActionIcon, Badge, Code, Group, Stack, Switch, Table, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconHistory, IconPencil, IconTrash } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { ScheduleView } from '../../../../../src/api/contract.ts';
import { schedulesKey } from '../../../api/schedules.ts';
import { useCallApi } from '../../../api/session-context.tsx';
import { NextTimes } from './next-times.tsx';

interface ScheduleTableProps {
  readonly flowName: string;
  readonly schedules: readonly ScheduleView[];
  readonly onEdit: (schedule: ScheduleView) => void;
  readonly onRuns: (schedule: ScheduleView) => void;
  readonly onDelete: (schedule: ScheduleView) => void;
}

/** Schedules, one per line, to be switched on and off. */
export function ScheduleTable({ flowName, schedules, onEdit, onRuns, onDelete }: ScheduleTableProps) {
  const { t } = useTranslation('schedules');
  return (
    <Table verticalSpacing="xs" aria-label={t('title')}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('name')}</Table.Th>
          <Table.Th visibleFrom="sm">{t('next')}</Table.Th>
          <Table.Th w={1}>{t('enabled')}</Table.Th>
          <Table.Th w={1} aria-label={t('actions')} />
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {schedules.map((schedule) => (
          <ScheduleRow
            key={schedule.ScheduleName}
            flowName={flowName}
            schedule={schedule}
            onEdit={() => onEdit(schedule)}
            onRuns={() => onRuns(schedule)}
            onDelete={() => onDelete(schedule)}
          />
        ))}
      </Table.Tbody>
    </Table>
  );
}

interface ScheduleRowProps {
  readonly flowName: string;
  readonly schedule: ScheduleView;
  readonly onEdit: () => void;
  readonly onRuns: () => void;
  readonly onDelete: () => void;
}

function ScheduleRow({ flowName, schedule, onEdit, onRuns, onDelete }: ScheduleRowProps) {
  const { t } = useTranslation('schedules');
  const { t: common } = useTranslation();
  const { ScheduleName: name, CronExpression, Description, LastModifiedTime, Enable, Qualifier } = schedule;
  const { OverlapPolicy, PauseReason = '' } = schedule;
  const times = Enable ? (
    <NextTimes
      expression={CronExpression}
      modifiedTime={LastModifiedTime}
      count={3}
      startTime={schedule.StartTime ?? ''}
      endTime={schedule.EndTime ?? ''}
    />
  ) : (
    <Text size="sm" c="dimmed">
      {PauseReason === '' ? t('disabled') : t('disabledBecause', { reason: PauseReason })}
    </Text>
  );
  return (
    <Table.Tr>
      <Table.Td style={{ overflowWrap: 'anywhere', verticalAlign: 'top' }}>
        <Stack gap={4} align="flex-start">
          <Group gap={6}>
            <Text fw={500}>{name}</Text>
            {Qualifier !== undefined && (
              <Badge variant="default" tt="none">
                {Qualifier}
              </Badge>
            )}
            {OverlapPolicy !== undefined && (
              <Badge variant="light" tt="none">
                {OverlapPolicy}
              </Badge>
            )}
          </Group>
          <Code>{CronExpression}</Code>
          {Description !== '' && (
            <Text size="sm" c="dimmed">
              {Description}
            </Text>
          )}
        </Stack>
      </Table.Td>
      <Table.Td visibleFrom="sm" style={{ verticalAlign: 'top' }}>
        {times}
      </Table.Td>
      <Table.Td style={{ verticalAlign: 'top' }}>
        <EnableSwitch flowName={flowName} schedule={schedule} />
      </Table.Td>
      <Table.Td style={{ verticalAlign: 'top' }}>
        <Group gap={6} wrap="nowrap">
          <ActionIcon variant="default" onClick={onRuns} aria-label={t('runsOf', { name })}>
            <IconHistory size={16} aria-hidden />
          </ActionIcon>
          <ActionIcon variant="default" onClick={onEdit} aria-label={t('edit', { name })}>
            <IconPencil size={16} aria-hidden />
          </ActionIcon>
          <ActionIcon variant="default" onClick={onDelete} aria-label={`${common('action.delete')}: ${name}`}>
            <IconTrash size={16} aria-hidden />
          </ActionIcon>
        </Group>
      </Table.Td>
    </Table.Tr>
  );
}

function EnableSwitch({ flowName, schedule }: { flowName: string; schedule: ScheduleView }) {
  const { t } = useTranslation('schedules');
  const callApi = useCallApi();
  const queryClient = useQueryClient();
  const { ScheduleName: name, Enable } = schedule;
  const enable = useMutation({
    mutationFn: (isEnabled: boolean) =>
      callApi('UpdateSchedule', { FlowName: flowName, ScheduleName: name, Enable: isEnabled }),
    onError: (error) => notifications.show({ color: 'red', message: error.message }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: schedulesKey(flowName) }),
  });
  return (
    <Switch
      aria-label={t('isEnabled', { name })}
      checked={enable.isPending ? enable.variables : Enable}
      onChange={(event) => enable.mutate(event.currentTarget.checked)}
    />
  );
}

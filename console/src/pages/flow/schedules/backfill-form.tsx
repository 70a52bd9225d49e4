import { Button, Group, Stack, Text, TextInput, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { runsKey } from '../../../api/schedules.ts';
import { useCallApi } from '../../../api/session-context.tsx';
import { ErrorAlert } from '../../../components/error-alert.tsx';
import { fromLocalInput } from './schedule-draft.ts';

/** Starts the executions of fire times that have passed; shows how many there are before. */
export function BackfillForm({ flowName, name }: { readonly flowName: string; readonly name: string }) {
  const { t } = useTranslation('schedules');
  const callApi = useCallApi();
  const queryClient = useQueryClient();
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const backfill = useMutation({
    mutationFn: (isDry: boolean) =>
      callApi('BackfillSchedule', {
        FlowName: flowName,
        ScheduleName: name,
        StartTime: fromLocalInput(from),
        EndTime: fromLocalInput(to),
        DryRun: isDry,
      }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: runsKey(flowName, name) }),
  });
  const isReady = from !== '' && to !== '';
  const found = backfill.data?.Starts.length;
  const text = backfill.variables === true ? 'backfillPlan' : 'backfilled';
  return (
    <Stack gap="xs">
      <Title order={3} size="h5">
        {t('backfill')}
      </Title>
      <Text size="sm" c="dimmed">
        {t('backfillHint')}
      </Text>
      <Group grow>
        <TextInput
          type="datetime-local"
          label={t('from')}
          value={from}
          onChange={(event) => setFrom(event.currentTarget.value)}
        />
        <TextInput
          type="datetime-local"
          label={t('to')}
          value={to}
          onChange={(event) => setTo(event.currentTarget.value)}
        />
      </Group>
      {backfill.error !== null && <ErrorAlert error={backfill.error} />}
      <Group justify="flex-end" aria-live="polite">
        {found !== undefined && <Text size="sm">{t(text, { count: found })}</Text>}
        <Button variant="default" disabled={!isReady} onClick={() => backfill.mutate(true)}>
          {t('backfillCount')}
        </Button>
        <Button disabled={!isReady} loading={backfill.isPending} onClick={() => backfill.mutate(false)}>
          {t('backfillStart')}
        </Button>
      </Group>
    </Stack>
  );
}

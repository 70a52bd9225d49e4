import { ActionIcon, Alert, Group, Stack, Tabs, Title } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { StepRun } from '../../../../../src/trace/model.ts';
import { Cause } from '../cause.tsx';
import { Logs } from '../logs/logs.tsx';
import { MapRun } from '../map-run/map-run.tsx';
import { mapRunOf } from '../map-run/use-map-run.ts';
import { RunChip } from '../run-chip.tsx';
import { useShown } from '../shown-execution.ts';
import { Attempts } from './attempts.tsx';
import { LocalData } from './local-data.tsx';
import { OpenToken } from './open-token.tsx';
import { RunFacts } from './run-facts.tsx';
import { RunPicker } from './run-picker.tsx';
import { StepInOut } from './step-in-out.tsx';

/** Everything about the selected step run. */
export function StepPanel() {
  const { t } = useTranslation('execution');
  const { model, selection } = useShown();
  const run = selection.run === undefined ? undefined : model.runs.get(selection.run);
  return (
    <section className="step-panel" aria-label={t('panel.label', { name: run?.name ?? '' })}>
      <Group justify="space-between" wrap="nowrap" align="flex-start" mb="xs">
        <Group gap="xs" style={{ minWidth: 0 }}>
          <Title order={2} size="h4" style={{ overflowWrap: 'anywhere' }}>
            {run?.name ?? t('timeline.step')}
          </Title>
          {run !== undefined && <RunChip status={run.status} />}
        </Group>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t('panel.close')}
          onClick={() => selection.select(undefined)}
        >
          <IconX size={18} aria-hidden />
        </ActionIcon>
      </Group>
      {run === undefined ? <Alert color="gray">{t('panel.notFound')}</Alert> : <RunDetails run={run} />}
    </section>
  );
}

function RunDetails({ run }: { run: StepRun }) {
  const { t } = useTranslation('execution');
  const [tab, setTab] = useState<string | null>('data');
  const hasAttempts = run.attempts.length > 0;
  const mapRun = run.child && mapRunOf(run.child);
  const shown = !hasAttempts && (tab === 'attempts' || tab === 'logs') ? 'data' : tab;
  return (
    <Stack gap="sm">
      <RunPicker run={run} />
      <RunFailure run={run} />
      {run.status === 'waiting' && <OpenToken run={run} />}
      <RunFacts run={run} />
      {mapRun !== undefined && <MapRun key={mapRun.MapRunName} of={mapRun} />}
      <Tabs value={shown} onChange={setTab} keepMounted={false}>
        <Tabs.List aria-label={t('panel.tab.label')} mb="sm">
          <Tabs.Tab value="data">{t('panel.tab.data')}</Tabs.Tab>
          <Tabs.Tab value="local">{t('panel.tab.local')}</Tabs.Tab>
          {hasAttempts && (
            <Tabs.Tab value="attempts">
              {t('panel.tab.attempts')} {run.attempts.length > 1 && `(${run.attempts.length})`}
            </Tabs.Tab>
          )}
          {hasAttempts && <Tabs.Tab value="logs">{t('panel.tab.logs')}</Tabs.Tab>}
        </Tabs.List>
        <Tabs.Panel value="data">
          <StepInOut key={run.id} run={run} />
        </Tabs.Panel>
        <Tabs.Panel value="local">
          <LocalData key={run.id} run={run} />
        </Tabs.Panel>
        <Tabs.Panel value="attempts">
          <Attempts run={run} />
        </Tabs.Panel>
        <Tabs.Panel value="logs">
          <Logs key={run.id} run={run.id} />
        </Tabs.Panel>
      </Tabs>
    </Stack>
  );
}

function RunFailure({ run: { error, cause = '', status } }: { run: StepRun }) {
  const { t } = useTranslation('execution');
  if (error === undefined) return null;
  return (
    <Alert
      variant="outline"
      color={status === 'caught' ? 'orange' : 'red'}
      title={error === '' ? t('failure.noError') : error}
    >
      <Cause text={cause} />
    </Alert>
  );
}

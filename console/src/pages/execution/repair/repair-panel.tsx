import { ActionIcon, Alert, Button, Group, Input, Select, Stack, Text, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconX } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useCallApi } from '../../../api/session-context.tsx';
import { LATEST, useQualifiers } from '../../../api/versions.ts';
import { DiffView } from '../../../components/code/diff-view.tsx';
import { JsonEditor } from '../../../components/code/json-editor.tsx';
import { ErrorAlert } from '../../../components/error-alert.tsx';
import { useShown } from '../shown-execution.ts';
import { PlanSummary } from './plan-summary.tsx';
import type { Repair } from './use-repair.ts';

/** Where an execution goes on, with which definition and data, and what that would mean. */
export function RepairPanel({ repair }: { repair: Repair }) {
  const { t } = useTranslation('execution');
  const { selection } = useShown();
  const leave = () => {
    repair.reset();
    selection.setRepair(undefined);
  };
  return (
    <section className="step-panel" aria-label={t('repair.redrive.title')}>
      <Group justify="space-between" wrap="nowrap" align="flex-start" mb="xs">
        <Title order={2} size="h4">
          {t('repair.redrive.title')}
        </Title>
        <ActionIcon variant="subtle" color="gray" aria-label={t('repair.close')} onClick={leave}>
          <IconX size={18} aria-hidden />
        </ActionIcon>
      </Group>
      <Stack gap="md">
        <Point repair={repair} />
        <Version repair={repair} />
        <Data repair={repair} />
        <PlanSummary repair={repair} />
        <GoOn repair={repair} onDone={leave} />
      </Stack>
    </section>
  );
}

function Point({ repair }: { repair: Repair }) {
  const { t } = useTranslation('execution');
  const { model, selection } = useShown();
  const run = selection.run === undefined ? undefined : model.runs.get(selection.run);
  const step = repair.plan?.FromStep || run?.name;
  return (
    <Stack gap={4} align="flex-start">
      <Text size="sm" aria-live="polite">
        {run === undefined ? t('repair.redrive.atEnd') : t('repair.atStep', { step })}
      </Text>
      <Input.Description>{t('repair.pick')}</Input.Description>
      {run !== undefined && (
        <Button size="compact-sm" variant="default" onClick={() => selection.select(undefined)}>
          {t('repair.redrive.noStep')}
        </Button>
      )}
    </Stack>
  );
}

function Version({ repair: { qualifier, setQualifier } }: { repair: Repair }) {
  const { t } = useTranslation('execution');
  const { t: versions } = useTranslation('versions');
  const choices = useQualifiers(useShown().execution.FlowName);
  return (
    <Select
      label={t('repair.version')}
      placeholder={t('repair.sameVersion')}
      data={[{ value: LATEST, label: versions('newest') }, ...choices]}
      value={qualifier}
      onChange={setQualifier}
      clearable
    />
  );
}

function Data({ repair: { data, setText, edit } }: { repair: Repair }) {
  const { t } = useTranslation('execution');
  if (data === undefined) return <Text size="sm">{t('repair.noData')}</Text>;
  const isChanged = data.text !== data.before && edit !== undefined;
  return (
    <Stack gap="xs">
      <JsonEditor
        label={t('repair.data')}
        hint={t('repair.dataHint')}
        value={data.text}
        onChange={setText}
        minHeight="80px"
      />
      {edit !== undefined && edit.removed.length > 0 && (
        <Input.Error>{t('repair.removed', { names: edit.removed.join(', ') })}</Input.Error>
      )}
      {isChanged && (
        <DiffView
          before={data.before}
          after={data.text}
          language="json"
          label={t('repair.difference')}
          maxHeight="240px"
        />
      )}
    </Stack>
  );
}

function GoOn({ repair, onDone }: { repair: Repair; onDone: () => void }) {
  const { t } = useTranslation('execution');
  const callApi = useCallApi();
  const queries = useQueryClient();
  const { request, plan, isReading, edit } = repair;
  const goOn = useMutation({
    mutationFn: () => callApi('RedriveExecution', request),
    onSuccess: async ({ RedriveCount }) => {
      onDone();
      notifications.show({ message: t('repair.redrive.done', { count: RedriveCount }) });
      await queries.invalidateQueries();
    },
  });
  const isSound = edit !== undefined && edit.removed.length === 0;
  const isPossible = isSound && !isReading && plan !== undefined && plan.RefusedReason === undefined;
  return (
    <Stack gap="sm">
      {repair.error !== null && <ErrorAlert error={repair.error} />}
      {plan?.RefusedReason !== undefined && (
        <Alert color="orange" variant="outline" role="status" title={t('repair.refused')}>
          {plan.RefusedReason}
        </Alert>
      )}
      {goOn.error !== null && <ErrorAlert error={goOn.error} />}
      <Button disabled={!isPossible} loading={goOn.isPending} onClick={() => goOn.mutate()}>
        {t('repair.redrive.submit')}
      </Button>
    </Stack>
  );
}

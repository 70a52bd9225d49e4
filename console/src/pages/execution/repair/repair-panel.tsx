import { ActionIcon, Alert, Button, Group, Input, Stack, Text, TextInput, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconX } from '@tabler/icons-react';
import { type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useCallApi } from '../../../api/session-context.tsx';
import { DiffView } from '../../../components/code/diff-view.tsx';
import { JsonEditor, useJsonProblem } from '../../../components/code/json-editor.tsx';
import { DefinitionSelect } from '../../../components/definition-select.tsx';
import { ErrorAlert } from '../../../components/error-alert.tsx';
import { useShown } from '../shown-execution.ts';
import type { RepairKind } from '../use-selection.ts';
import { PlanSummary } from './plan-summary.tsx';
import type { Repair } from './use-repair.ts';

/** Where an execution goes on, with which definition and data, and what that would mean. */
export function RepairPanel({ repair }: { repair: Repair }) {
  const { t } = useTranslation('execution');
  const { selection } = useShown();
  const kind = useKind();
  const leave = () => {
    repair.reset();
    selection.setRepair(undefined);
  };
  return (
    <section className="step-panel" aria-label={t(`repair.${kind}.title`)}>
      <Group justify="space-between" wrap="nowrap" align="flex-start" mb="xs">
        <Title order={2} size="h4">
          {t(`repair.${kind}.title`)}
        </Title>
        <ActionIcon variant="subtle" color="gray" aria-label={t('repair.close')} onClick={leave}>
          <IconX size={18} aria-hidden />
        </ActionIcon>
      </Group>
      <Stack gap="md">
        <Point repair={repair} />
        {kind === 'fork' && <NewExecution repair={repair} />}
        <Version repair={repair} />
        <Data repair={repair} />
        <PlanSummary repair={repair} />
        {kind === 'fork' ? (
          <Fork repair={repair} onDone={leave} />
        ) : (
          <Redrive repair={repair} onDone={leave} />
        )}
      </Stack>
    </section>
  );
}

function useKind(): RepairKind {
  return useShown().selection.repair ?? 'redrive';
}

function Point({ repair }: { repair: Repair }) {
  const { t } = useTranslation('execution');
  const { model, selection } = useShown();
  const run = selection.run === undefined ? undefined : model.runs.get(selection.run);
  const step = repair.plan?.FromStep || run?.name;
  const kind = useKind();
  return (
    <Stack gap={4} align="flex-start">
      <Text size="sm" aria-live="polite">
        {run === undefined ? t(`repair.${kind}.atEnd`) : t('repair.atStep', { step })}
      </Text>
      <Input.Description>{t('repair.pick')}</Input.Description>
      {run !== undefined && (
        <Button size="compact-sm" variant="default" onClick={() => selection.select(undefined)}>
          {t(`repair.${kind}.noStep`)}
        </Button>
      )}
    </Stack>
  );
}

function Version({ repair: { qualifier, setQualifier } }: { repair: Repair }) {
  const { t } = useTranslation('execution');
  return (
    <DefinitionSelect
      flowName={useShown().execution.FlowName}
      label={t('repair.version')}
      placeholder={t('repair.sameVersion')}
      value={qualifier}
      onChange={setQualifier}
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

function NewExecution({ repair: { fork, setFork } }: { repair: Repair }) {
  const { t } = useTranslation('execution');
  return (
    <>
      <TextInput
        label={t('repair.fork.name')}
        description={t('repair.fork.nameHint')}
        value={fork.name}
        onChange={(event) => setFork({ ...fork, name: event.currentTarget.value })}
        autoComplete="off"
      />
      <JsonEditor
        label={t('header.input')}
        value={fork.input}
        onChange={(input) => setFork({ ...fork, input })}
        minHeight="60px"
      />
    </>
  );
}

interface GoOnProps {
  readonly repair: Repair;
  readonly onDone: () => void;
}

function Redrive({ repair, onDone }: GoOnProps) {
  const { t } = useTranslation('execution');
  const callApi = useCallApi();
  const queries = useQueryClient();
  const redrive = useMutation({
    mutationFn: () => callApi('RedriveExecution', repair.request),
    onSuccess: async ({ RedriveCount }) => {
      onDone();
      notifications.show({ message: t('repair.redrive.done', { count: RedriveCount }) });
      await queries.invalidateQueries();
    },
  });
  return <GoOn repair={repair} label={t('repair.redrive.submit')} action={redrive} />;
}

function Fork({ repair, onDone }: GoOnProps) {
  const { t } = useTranslation('execution');
  const callApi = useCallApi();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const fork = useMutation({
    mutationFn: () => callApi('ForkExecution', repair.request),
    onSuccess: async ({ FlowName, ExecutionName, NewExecutionName }) => {
      onDone();
      notifications.show({ message: t('repair.fork.done', { name: NewExecutionName }) });
      await navigate(`/executions/${FlowName}/${NewExecutionName}`);
      // It names the fork now, and is read anew when it is shown again.
      queries.removeQueries({ queryKey: ['execution', FlowName, ExecutionName] });
      await queries.invalidateQueries();
    },
  });
  const isInvalid = useJsonProblem(repair.fork.input) !== undefined;
  return <GoOn repair={repair} label={t('repair.fork.submit')} action={fork} isInvalid={isInvalid} />;
}

interface SubmitProps {
  readonly repair: Repair;
  readonly label: string;
  readonly action: Pick<UseMutationResult<unknown, Error, void>, 'mutate' | 'isPending' | 'error'>;
  readonly isInvalid?: boolean;
}

function GoOn({ repair: { plan, isReading, edit, error }, label, action, isInvalid = false }: SubmitProps) {
  const { t } = useTranslation('execution');
  const isSound = edit !== undefined && edit.removed.length === 0 && !isInvalid;
  const isPossible = isSound && !isReading && plan !== undefined && plan.RefusedReason === undefined;
  return (
    <Stack gap="sm">
      {error !== null && <ErrorAlert error={error} />}
      {plan?.RefusedReason !== undefined && (
        <Alert color="orange" variant="outline" role="status" title={t('repair.refused')}>
          {plan.RefusedReason}
        </Alert>
      )}
      {action.error !== null && <ErrorAlert error={action.error} />}
      <Button disabled={!isPossible} loading={action.isPending} onClick={() => action.mutate()}>
        {label}
      </Button>
    </Stack>
  );
}

import { Button, Group, Modal, Progress, ScrollArea, Stack, Text, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCallApi } from '../../api/session-context.tsx';
import type { ExecutionId } from './selection.ts';
import { type StopOutcome, stopAll } from './stop-all.ts';
import { EXECUTIONS } from './use-executions.ts';

interface StopModalProps {
  /** Those that are asked about when the form opens; what ends meanwhile stays listed. */
  readonly executions: readonly ExecutionId[];
  readonly onClose: () => void;
}

type Outcomes = ReadonlyMap<ExecutionId, StopOutcome>;

/** Stops executions with an error and a cause, and shows what came of each. */
export function StopModal({ executions, onClose }: StopModalProps) {
  const { t } = useTranslation('executions');
  const { t: common } = useTranslation();
  const [asked] = useState(executions);
  const { outcomes, isBusy, stop } = useStopAll(asked);
  const [error, setError] = useState('');
  const [cause, setCause] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void stop({ ...(error !== '' && { Error: error }), ...(cause !== '' && { Cause: cause }) });
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('stopping.title', { selected: asked.length })}
      closeButtonProps={{ 'aria-label': common('action.close') }}
    >
      <Stack component="form" onSubmit={submit}>
        <Text size="sm">{t('stopping.text')}</Text>
        <TextInput
          label={t('stopping.error')}
          description={t('stopping.errorHint')}
          value={error}
          onChange={(event) => setError(event.currentTarget.value)}
          maxLength={128}
          disabled={outcomes !== undefined}
        />
        <TextInput
          label={t('stopping.cause')}
          value={cause}
          onChange={(event) => setCause(event.currentTarget.value)}
          maxLength={4096}
          disabled={outcomes !== undefined}
        />
        {outcomes !== undefined && <StopProgress executions={asked} outcomes={outcomes} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {common(outcomes === undefined ? 'action.cancel' : 'action.close')}
          </Button>
          {(outcomes === undefined || isBusy) && (
            <Button type="submit" color="red" loading={isBusy}>
              {t('stopping.submit')}
            </Button>
          )}
        </Group>
      </Stack>
    </Modal>
  );
}

function useStopAll(executions: readonly ExecutionId[]) {
  const callApi = useCallApi();
  const queryClient = useQueryClient();
  const [outcomes, setOutcomes] = useState<Outcomes>();
  const [isBusy, setIsBusy] = useState(false);
  const stop = async (reason: { readonly Error?: string; readonly Cause?: string }) => {
    setIsBusy(true);
    setOutcomes(new Map());
    await stopAll(callApi, executions, reason, (execution, outcome) =>
      setOutcomes((before) => new Map([...(before ?? []), [execution, outcome]])),
    );
    setIsBusy(false);
    await queryClient.invalidateQueries({ queryKey: EXECUTIONS });
  };
  return { outcomes, isBusy, stop };
}

function StopProgress({ executions, outcomes }: { executions: readonly ExecutionId[]; outcomes: Outcomes }) {
  const { t } = useTranslation('executions');
  const counts = { done: outcomes.size, all: executions.length };
  return (
    <Stack gap="xs" aria-live="polite">
      <Progress value={(100 * counts.done) / counts.all} aria-label={t('stopping.progress', counts)} />
      <Text size="sm">{t('stopping.progress', counts)}</Text>
      <ScrollArea.Autosize mah={200}>
        {executions.map((execution) => {
          const outcome = outcomes.get(execution);
          const failure = outcome instanceof Error ? outcome.message : undefined;
          return (
            <Text
              key={`${execution.flowName}/${execution.name}`}
              size="sm"
              style={{ overflowWrap: 'anywhere' }}
            >
              {execution.name}: {outcome === undefined && t('stopping.pending')}
              {outcome === 'stopped' && t('stopping.stopped')}
              {failure !== undefined && (
                <Text span size="sm" c="var(--mantine-color-error)">
                  {t('stopping.failed')} – {failure}
                </Text>
              )}
            </Text>
          );
        })}
      </ScrollArea.Autosize>
    </Stack>
  );
}

import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCallApi } from '../../api/session-context.tsx';
import { BulkProgress } from './bulk-progress.tsx';
import type { ExecutionId } from './selection.ts';
import { useBulk } from './use-bulk.ts';

interface StopModalProps {
  /** Those that are asked about when the form opens; what ends meanwhile stays listed. */
  readonly executions: readonly ExecutionId[];
  readonly onClose: () => void;
}

/** Stops executions with an error and a cause, and shows what came of each. */
export function StopModal({ executions, onClose }: StopModalProps) {
  const { t } = useTranslation('executions');
  const { t: common } = useTranslation();
  const [asked] = useState(executions);
  const callApi = useCallApi();
  const { outcomes, isBusy, run } = useBulk(asked);
  const [error, setError] = useState('');
  const [cause, setCause] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const reason = { ...(error !== '' && { Error: error }), ...(cause !== '' && { Cause: cause }) };
    void run(async ({ flowName, name }) => {
      await callApi('StopExecution', { FlowName: flowName, ExecutionName: name, ...reason });
      return t('stopping.stopped');
    });
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('stopping.title', { count: asked.length })}
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
        {outcomes !== undefined && (
          <BulkProgress executions={asked} outcomes={outcomes} refused={t('stopping.failed')} />
        )}
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

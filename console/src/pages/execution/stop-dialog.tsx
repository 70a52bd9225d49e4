import { Textarea, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCallApi } from '../../api/session-context.tsx';
import { ConfirmModal } from '../../components/confirm-modal.tsx';
import { useShown } from './shown-execution.ts';

/** Asks why an execution is to be stopped, and stops it. */
export function StopDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('execution');
  const { FlowName, Name } = useShown().execution;
  const callApi = useCallApi();
  const queries = useQueryClient();
  const [error, setError] = useState('');
  const [cause, setCause] = useState('');
  const stop = useMutation({
    mutationFn: () =>
      callApi('StopExecution', {
        FlowName,
        ExecutionName: Name,
        ...(error !== '' && { Error: error }),
        ...(cause !== '' && { Cause: cause }),
      }),
    onSuccess: async () => {
      onClose();
      await queries.invalidateQueries();
    },
  });
  return (
    <ConfirmModal
      isOpen
      title={t('stopping.title')}
      text={t('stopping.text')}
      confirm={t('stopping.submit')}
      cancel={t('stopping.keep')}
      isBusy={stop.isPending}
      error={stop.error}
      onConfirm={() => stop.mutate()}
      onClose={onClose}
    >
      <TextInput
        label={t('stopping.error')}
        description={t('stopping.errorHint')}
        value={error}
        onChange={(event) => setError(event.currentTarget.value)}
        maxLength={128}
      />
      <Textarea
        label={t('stopping.cause')}
        value={cause}
        onChange={(event) => setCause(event.currentTarget.value)}
        maxLength={4096}
        autosize
        minRows={2}
      />
    </ConfirmModal>
  );
}

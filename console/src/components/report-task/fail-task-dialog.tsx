import { Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../api/session-context.tsx';
import { causeBy } from './approval.ts';
import { type DialogProps, ReportDialog } from './report-dialog.tsx';
import { useReport } from './use-report.ts';

/** Asks for an error and its cause and reports a task's failure. */
export function FailTaskDialog(props: DialogProps) {
  const { t } = useTranslation('tokens');
  const { session } = useApi();
  const [name, setName] = useState('Rejected');
  const [cause, setCause] = useState('');
  const { mutate, isPending, error } = useReport(props.task, props.onClose);
  return (
    <ReportDialog
      {...props}
      title={t('rejectTitle')}
      submit={t('reject')}
      colour="red"
      isReady={name !== '' && cause.trim() !== ''}
      isPending={isPending}
      error={error}
      onSubmit={() => mutate({ kind: 'fail', Error: name, Cause: causeBy(cause, session.user) })}
    >
      <Textarea
        label={t('cause')}
        required
        data-autofocus
        value={cause}
        onChange={(event) => setCause(event.currentTarget.value)}
        maxLength={4096}
        autosize
        minRows={2}
      />
      <TextInput
        label={t('error')}
        description={t('errorHint')}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        maxLength={128}
        required
      />
    </ReportDialog>
  );
}

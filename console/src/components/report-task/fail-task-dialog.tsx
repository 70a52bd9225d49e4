import { Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type DialogProps, ReportDialog } from './report-dialog.tsx';
import { useReport } from './use-report.ts';

/** Asks for an error and its cause and reports a task's failure. */
export function FailTaskDialog(props: DialogProps) {
  const { t } = useTranslation('tokens');
  const [name, setName] = useState('Rejected');
  const [cause, setCause] = useState('');
  const { mutate, isPending, error } = useReport(props.task, props.onClose);
  return (
    <ReportDialog
      {...props}
      title={t('rejectTitle')}
      submit={t('reject')}
      colour="red"
      isReady={name !== ''}
      isPending={isPending}
      error={error}
      onSubmit={() => mutate({ kind: 'fail', Error: name, ...(cause !== '' && { Cause: cause }) })}
    >
      <TextInput
        label={t('error')}
        description={t('errorHint')}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        maxLength={128}
        required
        data-autofocus
      />
      <Textarea
        label={t('cause')}
        value={cause}
        onChange={(event) => setCause(event.currentTarget.value)}
        maxLength={4096}
        autosize
        minRows={2}
      />
    </ReportDialog>
  );
}

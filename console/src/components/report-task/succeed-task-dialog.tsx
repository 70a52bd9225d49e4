import { JsonInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { problemOfObject } from '../code/json-text.ts';
import { type DialogProps, ReportDialog } from './report-dialog.tsx';
import { useReport } from './use-report.ts';

/** Asks for the output of a task and reports its success. */
export function SucceedTaskDialog(props: DialogProps) {
  const { t } = useTranslation(['tokens', 'common']);
  const [output, setOutput] = useState('{}');
  const { mutate, isPending, error } = useReport(props.task, props.onClose);
  const isReady = problemOfObject(output) === undefined;
  return (
    <ReportDialog
      {...props}
      title={t('approveTitle')}
      submit={t('approve')}
      colour="teal"
      isReady={isReady}
      isPending={isPending}
      error={error}
      onSubmit={() => mutate({ kind: 'succeed', Output: output })}
    >
      <JsonInput
        label={t('output')}
        description={t('outputHint')}
        value={output}
        onChange={setOutput}
        error={isReady ? undefined : t('common:json.notObject')}
        formatOnBlur
        autosize
        minRows={4}
        maxRows={20}
        data-autofocus
      />
    </ReportDialog>
  );
}

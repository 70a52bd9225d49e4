import { JsonInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { stringifyJson } from '../../../../src/common/json-text.ts';
import { useApi } from '../../api/session-context.tsx';
import { problemOfObject } from '../code/json-text.ts';
import { approvalOf, type FieldValue, outputBy, outputOfForm } from './approval.ts';
import { FormFields } from './form-fields.tsx';
import { type DialogProps, ReportDialog } from './report-dialog.tsx';
import { useReport } from './use-report.ts';

/** Asks for the output of a task, by the form that it brings if any, and reports its success. */
export function SucceedTaskDialog(props: DialogProps) {
  const { t } = useTranslation(['tokens', 'common']);
  const { session } = useApi();
  const { form } = approvalOf(props.task);
  const [text, setText] = useState('{}');
  const [values, setValues] = useState<Readonly<Record<string, FieldValue>>>({});
  const { mutate, isPending, error } = useReport(props.task, props.onClose);
  const filled = form && outputOfForm(form, values);
  const output = form === undefined ? text : filled && stringifyJson(filled);
  const isReady = output !== undefined && problemOfObject(output) === undefined;
  return (
    <ReportDialog
      {...props}
      title={t('approveTitle')}
      submit={t('approve')}
      colour="teal"
      isReady={isReady}
      isPending={isPending}
      error={error}
      onSubmit={() =>
        output !== undefined && mutate({ kind: 'succeed', Output: outputBy(output, session.user) })
      }
    >
      {form === undefined ? (
        <JsonInput
          label={t('output')}
          description={t('outputHint')}
          value={text}
          onChange={setText}
          error={isReady ? undefined : t('common:json.notObject')}
          formatOnBlur
          autosize
          minRows={4}
          maxRows={20}
          data-autofocus
        />
      ) : (
        <FormFields
          form={form}
          values={values}
          onChange={(name, value) => setValues((before) => ({ ...before, [name]: value }))}
        />
      )}
    </ReportDialog>
  );
}

import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { OpenTaskView, RequestOf } from '../../../../src/api/contract.ts';
import { useCallApi } from '../../api/session-context.tsx';

/** The result of a task, without its token. */
export type Report =
  | ({ readonly kind: 'succeed' } & Omit<RequestOf<'ReportTaskSucceeded'>, 'TaskToken'>)
  | ({ readonly kind: 'fail' } & Omit<RequestOf<'ReportTaskFailed'>, 'TaskToken'>);

/** Reports a task; on success says so, closes the dialog and has everything read again that may have changed. */
export function useReport(task: OpenTaskView, onDone: () => void) {
  const callApi = useCallApi();
  const queries = useQueryClient();
  const { t } = useTranslation('tokens');
  return useMutation({
    mutationFn: async ({ kind, ...result }: Report) => {
      const token = { TaskToken: task.TaskToken };
      return kind === 'succeed'
        ? await callApi('ReportTaskSucceeded', { ...token, ...(result as RequestOf<'ReportTaskSucceeded'>) })
        : await callApi('ReportTaskFailed', { ...token, ...(result as RequestOf<'ReportTaskFailed'>) });
    },
    onSuccess: async () => {
      notifications.show({ message: t('reported', { step: task.StepName }), color: 'green' });
      onDone();
      await queries.invalidateQueries();
    },
  });
}

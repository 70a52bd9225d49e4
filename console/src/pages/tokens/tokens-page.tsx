import { Alert, Loader, Select, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { useCallApi } from '../../api/session-context.tsx';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { OpenTaskList } from './open-task-list.tsx';
import { readFlowNames, readOpenTasks } from './read-open-tasks.ts';

/** How often the list is read again while it is looked at. */
const REFRESH_MILLISECONDS = 4_000;

/** All tasks that wait for a callback, of every flow or of one, to be approved or rejected. */
export function TokensPage() {
  const { t } = useTranslation('tokens');
  const callApi = useCallApi();
  const [search, setSearch] = useSearchParams();
  const flow = search.get('flow');
  const names = useQuery({
    queryKey: ['flow-names'],
    queryFn: ({ signal }) => readFlowNames(callApi, signal),
  });
  const open = useQuery({
    queryKey: ['open-tasks', flow, names.data],
    queryFn: ({ signal }) => readOpenTasks(callApi, flow === null ? (names.data ?? []) : [flow], signal),
    enabled: flow !== null || names.data !== undefined,
    refetchInterval: REFRESH_MILLISECONDS,
    placeholderData: (previous) => previous,
  });
  const error = names.error ?? open.error;
  return (
    <Stack gap="sm">
      <PageHeader title={t('title')} />
      <Text c="dimmed">{t('about')}</Text>
      <Select
        label={t('flow')}
        placeholder={t('allFlows')}
        data={[...(names.data ?? [])]}
        value={flow}
        onChange={(next) => setSearch(next === null ? {} : { flow: next })}
        searchable
        clearable
        maw={360}
      />
      {error !== null && <ErrorAlert error={error} onRetry={() => void open.refetch()} />}
      {open.isPending && error === null && <Loader aria-label={t('title')} />}
      {open.data?.tasks.length === 0 && <Text>{flow === null ? t('none') : t('noneOfFlow')}</Text>}
      {open.data !== undefined && open.data.tasks.length > 0 && <OpenTaskList tasks={open.data.tasks} />}
      {open.data?.isComplete === false && (
        <Alert color="yellow">{t('more', { count: open.data.tasks.length })}</Alert>
      )}
    </Stack>
  );
}

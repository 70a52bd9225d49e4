import { Alert, Anchor, Group, Loader, Select, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { useCallApi } from '../../api/session-context.tsx';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { waitingFor } from '../../components/report-task/approval.ts';
import { useNow } from '../../components/use-now.ts';
import { OpenTaskList } from './open-task-list.tsx';
import { readAllOpenTasks, readFlowNames, readOpenTasks } from './read-open-tasks.ts';
import { AGES, readFilter, type TaskFilter } from './task-filter.ts';

/** How often the list is read again while it is looked at. */
const REFRESH_MILLISECONDS = 4_000;

/** All tasks that wait for a callback, of every flow or of one, to be approved or rejected. */
export function TokensPage() {
  const { t } = useTranslation('tokens');
  const callApi = useCallApi();
  const [search, setSearch] = useSearchParams();
  const filter = readFilter(search);
  const { flow, execution, step, age } = filter;
  const now = useNow(age > 0);
  const names = useQuery({
    queryKey: ['flow-names'],
    queryFn: ({ signal }) => readFlowNames(callApi, signal),
  });
  const open = useQuery({
    queryKey: ['open-tasks', flow, execution],
    queryFn: ({ signal }) =>
      flow === null ? readAllOpenTasks(callApi, signal) : readOpenTasks(callApi, [flow], signal, execution),
    refetchInterval: REFRESH_MILLISECONDS,
    placeholderData: (previous) => previous,
  });
  const error = names.error ?? open.error;
  const ofStep = open.data?.tasks.filter(({ StepEventId }) => step === null || String(StepEventId) === step);
  const tasks = ofStep && waitingFor(ofStep, age, now);
  return (
    <Stack gap="sm">
      <PageHeader title={t('title')} />
      <Text c="dimmed">{t('about')}</Text>
      {execution !== null && (
        <Anchor component={Link} to={`/tokens?${new URLSearchParams({ flow: flow ?? '' })}`}>
          {t('showAllOfFlow')}
        </Anchor>
      )}
      <Group>
        <Select
          label={t('flow')}
          placeholder={t('allFlows')}
          data={[...(names.data ?? [])]}
          value={flow}
          onChange={(next) =>
            setSearch({ ...(next !== null && { flow: next }), ...(age > 0 && { age: String(age) }) })
          }
          searchable
          clearable
          maw={360}
        />
        <Select
          label={t('age')}
          data={[
            { value: '0', label: t('anyAge') },
            ...AGES.map((known) => ({ value: String(known), label: t(`age${known}`) })),
          ]}
          value={String(age)}
          onChange={(next) =>
            setSearch({ ...(flow !== null && { flow }), ...(next !== null && next !== '0' && { age: next }) })
          }
          allowDeselect={false}
          maw={240}
        />
      </Group>
      {error !== null && <ErrorAlert error={error} onRetry={() => void open.refetch()} />}
      {open.isPending && error === null && <Loader aria-label={t('title')} />}
      {tasks?.length === 0 && <Text>{t(emptyText(filter))}</Text>}
      {tasks !== undefined && tasks.length > 0 && <OpenTaskList tasks={tasks} />}
      {open.data?.isComplete === false && (
        <Alert color="yellow">{t('more', { count: open.data.tasks.length })}</Alert>
      )}
    </Stack>
  );
}

function emptyText({ flow, execution, age }: TaskFilter) {
  if (execution !== null) return 'gone';
  if (age > 0) return 'noneOfAge';
  return flow === null ? 'none' : 'noneOfFlow';
}

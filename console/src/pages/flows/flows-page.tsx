import { Button, Code, Stack, Text, TextInput } from '@mantine/core';
import { IconPlus, IconSearch } from '@tabler/icons-react';
import { useDeferredValue } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { type FlowList, useCountedFlows } from '../../api/flows.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { PageLoader } from '../../shell/page-loader.tsx';
import { FlowTable } from './flow-table.tsx';

/** All flows by name. */
export function FlowsPage() {
  const { t } = useTranslation('flows');
  const { data, error, refetch } = useCountedFlows();
  return (
    <>
      <PageHeader
        title={t('title')}
        actions={
          <Button component={Link} to="/create-flow" leftSection={<IconPlus size={16} aria-hidden />}>
            {t('create')}
          </Button>
        }
      />
      {error !== null && <ErrorAlert error={error} onRetry={() => void refetch()} />}
      {data === undefined ? error === null && <PageLoader /> : <FilteredFlows list={data} />}
    </>
  );
}

function FilteredFlows({ list }: { list: FlowList }) {
  const { t } = useTranslation('flows');
  const [search, setSearch] = useSearchParams();
  const filter = search.get('name') ?? '';
  const wanted = useDeferredValue(filter.toLowerCase());
  const { flows, isComplete } = list;
  if (flows.length === 0) return <NoFlows />;
  const shown = flows.filter(({ Name }) => Name.toLowerCase().includes(wanted));
  const counts = { shown: shown.length, count: flows.length };
  return (
    <Stack>
      <TextInput
        type="search"
        aria-label={t('filter')}
        placeholder={t('filter')}
        leftSection={<IconSearch size={16} aria-hidden />}
        maw={360}
        value={filter}
        onChange={({ currentTarget: { value } }) =>
          setSearch(value === '' ? {} : { name: value }, { replace: true })
        }
      />
      {shown.length === 0 ? <EmptyState text={t('noMatch')} /> : <FlowTable flows={shown} />}
      <Text size="sm" c="dimmed" aria-live="polite">
        {isComplete ? t('shown', counts) : t('shownSoFar', counts)}
      </Text>
    </Stack>
  );
}

function NoFlows() {
  const { t } = useTranslation('flows');
  return (
    <EmptyState text={t('empty')}>
      <Code block>npx fdl flow create my-flow --definition my-flow.yaml</Code>
    </EmptyState>
  );
}

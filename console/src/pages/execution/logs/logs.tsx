import './logs.css';
import { Anchor, Group, Select, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LOG_LEVELS, type LogLineView } from '../../../../../src/api/contract.ts';
import { EmptyState } from '../../../components/empty-state.tsx';
import { ErrorAlert } from '../../../components/error-alert.tsx';
import { PageLoader } from '../../../shell/page-loader.tsx';
import { LogLines } from './log-lines.tsx';
import { useLogs } from './use-logs.ts';

const TYPING_MS = 300;

/** The printed lines of the execution's functions, or of one run of a step, with search and level. */
export function Logs({ run }: { run?: number }) {
  const { t } = useTranslation('execution');
  const [level, setLevel] = useState<LogLineView['Level']>('Debug');
  const [search, setSearch] = useState('');
  const [searched] = useDebouncedValue(search.trim(), TYPING_MS);
  const { data, error, refetch } = useLogs({
    ...(run !== undefined && { StepEventId: run }),
    ...(level !== 'Debug' && { Level: level }),
    ...(searched !== '' && { Search: searched }),
  });
  const isFiltered = searched !== '' || level !== 'Debug';
  return (
    <div className="logs" data-inside={run === undefined ? 'page' : 'panel'}>
      <Group gap="xs" className="view-toolbar" align="center">
        <TextInput
          aria-label={t('logs.search')}
          placeholder={t('logs.search')}
          leftSection={<IconSearch size={16} aria-hidden />}
          value={search}
          maxLength={256}
          onChange={(event) => setSearch(event.currentTarget.value)}
          className="log-search"
        />
        <Select
          aria-label={t('logs.level')}
          data={LOG_LEVELS.map((value) => ({ value, label: t(`logs.least.${value}`) }))}
          value={level}
          onChange={(value) => setLevel(LOG_LEVELS.find((known) => known === value) ?? 'Debug')}
          allowDeselect={false}
          className="log-level-select"
        />
        {data !== undefined && data.url === undefined && (
          <Text size="sm" c="dimmed" role="status" ml="auto">
            {t('logs.shown', { count: data.lines.length })}
          </Text>
        )}
      </Group>
      {error !== null && <ErrorAlert error={error} onRetry={() => void refetch()} />}
      {data === undefined ? (
        error === null && <PageLoader />
      ) : data.url !== undefined ? (
        <EmptyState text={t('logs.elsewhere')}>
          <Anchor href={data.url} target="_blank" rel="noreferrer">
            {t('logs.open')}
          </Anchor>
        </EmptyState>
      ) : data.lines.length === 0 ? (
        <EmptyState text={t(isFiltered ? 'logs.none' : 'logs.empty')} />
      ) : (
        <LogLines lines={data.lines} isOfRun={run !== undefined} />
      )}
    </div>
  );
}

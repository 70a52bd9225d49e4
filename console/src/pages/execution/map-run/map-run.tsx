import { Button, Card, Group, Progress, Stack, Text, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import type { ItemCountsView, MapRunRulesView } from '../../../../../src/api/contract/map-runs.ts';
import { ErrorAlert } from '../../../components/error-alert.tsx';
import { StatusChip } from '../../../components/status-chip.tsx';
import { Fact, Facts } from '../fact.tsx';
import { isEnd } from '../read-execution.ts';
import { BatchTable } from './batch-table.tsx';
import { RulesModal } from './rules-modal.tsx';
import { type MapRunKey, useMapRun } from './use-map-run.ts';

/** How far a map run is, its rules, and its batches. */
export function MapRun({ of }: { readonly of: MapRunKey }) {
  const { t } = useTranslation('execution');
  const { data, error, refetch } = useMapRun(of);
  const [isChanging, { open, close }] = useDisclosure();
  if (data === undefined)
    return error === null ? null : <ErrorAlert error={error} onRetry={() => void refetch()} />;
  const isLive = !isEnd(data.Status);
  return (
    <Card component="section" withBorder padding="sm" aria-label={t('mapRun.title')}>
      <Stack gap="xs">
        <Group justify="space-between">
          <Group gap="xs">
            <Title order={3} size="h6">
              {t('mapRun.title')}
            </Title>
            <StatusChip status={data.Status} />
          </Group>
          {isLive && (
            <Button variant="default" size="compact-sm" onClick={open}>
              {t('mapRun.change')}
            </Button>
          )}
        </Group>
        {error !== null && <ErrorAlert error={error} onRetry={() => void refetch()} />}
        <Counts counts={data.ItemCounts} isAllRead={data.AllItemsRead} />
        <Rules rules={data} />
        <BatchTable of={of} isLive={isLive} />
        {isChanging && <RulesModal of={of} rules={data} onClose={close} />}
      </Stack>
    </Card>
  );
}

/** Colors of items on the bar, those of the states of executions. */
const COLORS = { Succeed: 'green', Failed: 'red', Running: 'blue', Aborted: 'orange' } as const;

interface CountsProps {
  readonly counts: ItemCountsView;
  readonly isAllRead: boolean;
}

function Counts({ counts, isAllRead }: CountsProps) {
  const { t } = useTranslation('execution');
  const shares = (['Succeed', 'Failed', 'Running', 'Aborted'] as const).filter((name) => counts[name] > 0);
  const share = (count: number) => (counts.Total === 0 ? 0 : (count / counts.Total) * 100);
  return (
    <>
      <Progress.Root size="lg">
        {shares.map((name) => (
          <Progress.Section
            key={name}
            value={share(counts[name])}
            color={COLORS[name]}
            aria-label={t(`mapRun.${name}`)}
          />
        ))}
      </Progress.Root>
      <Facts>
        {(['Total', 'Pending', 'Running', 'Succeed', 'Failed', 'Aborted'] as const).map((name) => (
          <Fact key={name} name={t(`mapRun.${name}`)}>
            {name === 'Total' && !isAllRead
              ? t('mapRun.soFar', { items: counts[name].toLocaleString() })
              : counts[name].toLocaleString()}
          </Fact>
        ))}
      </Facts>
    </>
  );
}

function Rules({ rules }: { readonly rules: MapRunRulesView }) {
  const { t } = useTranslation('execution');
  const { Concurrency, ToleratedFailedCount: count, ToleratedFailedPercentage: percentage } = rules;
  const tolerated = [
    count > 0 ? t('mapRun.items', { count }) : '',
    percentage > 0 ? `${percentage} %` : '',
  ].filter((text) => text !== '');
  return (
    <Text size="sm">
      {t('mapRun.atATime', { count: Concurrency })}
      {'; '}
      {tolerated.length === 0
        ? t('mapRun.noneMayFail')
        : t('mapRun.mayFail', { what: tolerated.join(t('mapRun.and')) })}
    </Text>
  );
}

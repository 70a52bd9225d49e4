import { Anchor, Group, Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { ExecutionStatus, FlowCountsView } from '../../../../src/api/contract.ts';
import { durationText } from '../../components/duration-text.ts';
import { StatusChip } from '../../components/status-chip.tsx';
import { Time } from '../../components/time.tsx';
import { successShare } from './success-share.ts';

/** The heads of {@link CountCells}. */
export function CountHeads() {
  const { t } = useTranslation('flows');
  return (
    <>
      <Table.Th visibleFrom="sm" ta="right">
        {t('column.running')}
      </Table.Th>
      <Table.Th visibleFrom="sm">{t('column.lastRun')}</Table.Th>
      <Table.Th visibleFrom="md" ta="right" title={t('counts.day')}>
        {t('column.success')}
      </Table.Th>
      <Table.Th visibleFrom="md" ta="right" title={t('counts.durations')}>
        {t('column.durations')}
      </Table.Th>
    </>
  );
}

interface CountCellsProps {
  readonly name: string;
  /** Undefined for a flow that the service has not counted yet. */
  readonly counts: FlowCountsView | undefined;
}

/** How the executions of a flow have ended in the last 24 hours, and how many run. */
export function CountCells({ name, counts }: CountCellsProps) {
  const { t, i18n } = useTranslation(['flows', 'common']);
  const { Running = 0, MoreRunning = false, LastEnded, MedianMilliseconds, P95Milliseconds } = counts ?? {};
  const share = counts && successShare(counts);
  const percent = new Intl.NumberFormat(i18n.language, { style: 'percent', maximumFractionDigits: 1 });
  return (
    <>
      <Table.Td visibleFrom="sm" ta="right">
        {Running === 0 ? (
          <Nothing />
        ) : (
          <Anchor inherit component={Link} to={`/flows/${name}/executions?status=Running`}>
            {MoreRunning ? `${Running}+` : Running}
          </Anchor>
        )}
      </Table.Td>
      <Table.Td visibleFrom="sm">
        {LastEnded === undefined ? (
          <Nothing />
        ) : (
          <Group gap="xs">
            <Link
              to={`/executions/${name}/${encodeURIComponent(LastEnded.Name)}`}
              aria-label={t('counts.lastOf', {
                name,
                status: t(`common:status.${LastEnded.Status as ExecutionStatus}`),
              })}
            >
              <StatusChip status={LastEnded.Status as ExecutionStatus} />
            </Link>
            <Time at={LastEnded.StoppedTime} as="relative" />
          </Group>
        )}
      </Table.Td>
      <Table.Td visibleFrom="md" ta="right">
        {share === undefined ? (
          <Nothing />
        ) : (
          <span title={t('counts.ended', { count: share.of })}>{percent.format(share.succeeded)}</span>
        )}
      </Table.Td>
      <Table.Td visibleFrom="md" ta="right" style={{ whiteSpace: 'nowrap' }}>
        {MedianMilliseconds === undefined || P95Milliseconds === undefined ? (
          <Nothing />
        ) : (
          [MedianMilliseconds, P95Milliseconds].map((span) => durationText(span, i18n.language)).join(' · ')
        )}
      </Table.Td>
    </>
  );
}

function Nothing() {
  return (
    <Text span size="sm" c="dimmed">
      –
    </Text>
  );
}

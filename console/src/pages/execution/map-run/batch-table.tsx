import { Anchor, Button, Group, Table, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Duration } from '../../../components/duration.tsx';
import { ErrorAlert } from '../../../components/error-alert.tsx';
import { StatusChip } from '../../../components/status-chip.tsx';
import { type MapRunKey, useBatches } from './use-map-run.ts';

interface BatchTableProps {
  readonly of: MapRunKey;
  /** Whether more may begin or end. */
  readonly isLive: boolean;
}

/** The batches of a map run, newest first, a page at a time; each leads to its own page. */
export function BatchTable({ of, isLive }: BatchTableProps) {
  const { t } = useTranslation('execution');
  // Tokens of the pages before this one; the first page has none.
  const [tokens, setTokens] = useState<readonly string[]>([]);
  const { data, error, refetch } = useBatches(of, tokens.at(-1), isLive);
  if (error !== null) return <ErrorAlert error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return null;
  const { Executions, NextToken } = data;
  if (Executions.length === 0) return <Text size="sm">{t('mapRun.noBatches')}</Text>;
  return (
    <>
      <Table verticalSpacing={4} aria-label={t('mapRun.batches')}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('mapRun.batch')}</Table.Th>
            <Table.Th>{t('mapRun.status')}</Table.Th>
            <Table.Th>{t('mapRun.took')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {Executions.map(({ FlowName, Name, Status, ErrorCode, StartedTime, StoppedTime }) => (
            <Table.Tr key={Name}>
              <Table.Td>
                <Anchor inherit component={Link} to={`/executions/${FlowName}/${Name}`}>
                  {Name.slice(of.MapRunName.length + 1)}
                </Anchor>
              </Table.Td>
              <Table.Td>
                <StatusChip status={Status} />
                {ErrorCode !== '' && (
                  <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
                    {ErrorCode}
                  </Text>
                )}
              </Table.Td>
              <Table.Td>
                <Duration from={StartedTime} to={StoppedTime} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {(tokens.length > 0 || NextToken !== undefined) && (
        <Group gap="xs" justify="flex-end">
          <Button
            variant="default"
            size="compact-sm"
            disabled={tokens.length === 0}
            onClick={() => setTokens(tokens.slice(0, -1))}
          >
            {t('mapRun.newer')}
          </Button>
          <Button
            variant="default"
            size="compact-sm"
            disabled={NextToken === undefined}
            onClick={() => NextToken !== undefined && setTokens([...tokens, NextToken])}
          >
            {t('mapRun.older')}
          </Button>
        </Group>
      )}
    </>
  );
}

import { Anchor, Button, Group, Table, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { FlowView } from '../../../../src/api/contract.ts';
import { StartButton } from '../../components/start-button.tsx';
import { Time } from '../../components/time.tsx';
import { CountCells, CountHeads } from './count-cells.tsx';

const PAGE_SIZE = 100;

/** Flows, one per line, with the way to each and its executions. */
export function FlowTable({ flows }: { flows: readonly FlowView[] }) {
  const { t } = useTranslation('flows');
  const { t: common } = useTranslation();
  const [wanted, setWanted] = useState(PAGE_SIZE);
  const areCounted = flows.some(({ Counts }) => Counts !== undefined);
  return (
    <>
      <Table highlightOnHover verticalSpacing="xs" aria-label={t('title')}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('column.name')}</Table.Th>
            {areCounted ? <CountHeads /> : <Table.Th visibleFrom="sm">{t('column.description')}</Table.Th>}
            <Table.Th visibleFrom="lg" w={150}>
              {t('column.modified')}
            </Table.Th>
            <Table.Th w={1} aria-label={t('column.actions')} />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {flows.slice(0, wanted).map((flow) => (
            <FlowRow key={flow.Name} flow={flow} areCounted={areCounted} />
          ))}
        </Table.Tbody>
      </Table>
      {flows.length > wanted && (
        <Button variant="default" onClick={() => setWanted(wanted + PAGE_SIZE)}>
          {common('action.loadMore')}
        </Button>
      )}
    </>
  );
}

interface FlowRowProps {
  readonly flow: FlowView;
  readonly areCounted: boolean;
}

function FlowRow({ flow: { Name, Description, LastModifiedTime, Counts }, areCounted }: FlowRowProps) {
  const { t } = useTranslation('flows');
  return (
    <Table.Tr>
      <Table.Td style={{ overflowWrap: 'anywhere' }}>
        <Anchor inherit component={Link} to={`/flows/${Name}`} fw={500}>
          {Name}
        </Anchor>
        {areCounted && (
          <Text size="sm" c="dimmed" lineClamp={1} visibleFrom="sm">
            {Description}
          </Text>
        )}
      </Table.Td>
      {areCounted ? (
        <CountCells name={Name} counts={Counts} />
      ) : (
        <Table.Td visibleFrom="sm">
          <Text size="sm" c="dimmed" lineClamp={2}>
            {Description}
          </Text>
        </Table.Td>
      )}
      <Table.Td visibleFrom="lg">
        <Time at={LastModifiedTime} as="relative" />
      </Table.Td>
      <Table.Td>
        <Group gap="xs" wrap="nowrap" justify="flex-end">
          <Button
            component={Link}
            to={`/flows/${Name}/executions`}
            variant="subtle"
            size="compact-sm"
            aria-label={t('executionsOf', { name: Name })}
          >
            {t('tab.executions')}
          </Button>
          <StartButton flowName={Name} isCompact />
        </Group>
      </Table.Td>
    </Table.Tr>
  );
}

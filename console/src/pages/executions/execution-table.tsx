import { Anchor, Checkbox, Table, Text } from '@mantine/core';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { ListedExecutionView } from '../../../../src/api/contract.ts';
import { readCause } from '../../../../src/trace/read-cause.ts';
import { Duration } from '../../components/duration.tsx';
import { StatusChip } from '../../components/status-chip.tsx';
import { Time } from '../../components/time.tsx';
import type { Selection } from './selection.ts';
import { isActive } from './use-executions.ts';

interface ExecutionTableProps {
  readonly executions: readonly ListedExecutionView[];
  readonly hasFlowColumn: boolean;
  readonly selection: Selection;
}

/** Executions, one per line. On narrow screens a line keeps its name, status and start. */
export function ExecutionTable({ executions, hasFlowColumn, selection }: ExecutionTableProps) {
  const { t } = useTranslation('executions');
  return (
    <Table highlightOnHover verticalSpacing="xs" aria-label={t('title')}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th w={40}>
            <Checkbox
              size="xs"
              aria-label={t('selectAll')}
              disabled={!selection.isPossible}
              checked={selection.isPossible && selection.state === 'all'}
              indeterminate={selection.state === 'some'}
              onChange={selection.toggleAll}
            />
          </Table.Th>
          <Table.Th>{t('column.name')}</Table.Th>
          {hasFlowColumn && <Table.Th visibleFrom="md">{t('column.flow')}</Table.Th>}
          <Table.Th>{t('column.status')}</Table.Th>
          <Table.Th visibleFrom="lg">{t('column.error')}</Table.Th>
          <Table.Th visibleFrom="sm">{t('column.started')}</Table.Th>
          <Table.Th visibleFrom="sm">{t('column.duration')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {executions.map((execution) => (
          <ExecutionRow
            key={`${execution.FlowName}/${execution.Name}`}
            execution={execution}
            hasFlowColumn={hasFlowColumn}
            isSelected={selection.isSelected(execution)}
            onToggle={selection.toggle}
          />
        ))}
      </Table.Tbody>
    </Table>
  );
}

interface ExecutionRowProps {
  readonly execution: ListedExecutionView;
  readonly hasFlowColumn: boolean;
  readonly isSelected: boolean;
  readonly onToggle: (execution: ListedExecutionView) => void;
}

const ExecutionRow = memo(function ExecutionRow(props: ExecutionRowProps) {
  const { execution, hasFlowColumn, isSelected, onToggle } = props;
  const { t } = useTranslation('executions');
  const { FlowName, Name, Status, StartedTime, StoppedTime, ErrorCode, ErrorMessage, ErrorStep } = execution;
  const message = readCause(ErrorMessage).message;
  return (
    <Table.Tr>
      <Table.Td>
        {isActive(execution) && (
          <Checkbox
            size="xs"
            aria-label={t('select', { name: Name })}
            checked={isSelected}
            onChange={() => onToggle(execution)}
          />
        )}
      </Table.Td>
      <Table.Td style={{ overflowWrap: 'anywhere' }}>
        <Anchor inherit component={Link} to={`/executions/${FlowName}/${Name}`} fw={500}>
          {Name}
        </Anchor>
        <Text size="xs" c="dimmed" hiddenFrom="md">
          {hasFlowColumn && `${FlowName} `}
          <Text span inherit hiddenFrom="sm">
            <Time at={StartedTime} as="relative" />
          </Text>
        </Text>
      </Table.Td>
      {hasFlowColumn && (
        <Table.Td visibleFrom="md" style={{ overflowWrap: 'anywhere' }}>
          <Anchor inherit component={Link} to={`/flows/${FlowName}`}>
            {FlowName}
          </Anchor>
        </Table.Td>
      )}
      <Table.Td>
        <StatusChip status={Status} />
        {ErrorCode !== '' && (
          <Text size="xs" c="dimmed" hiddenFrom="lg" title={message} style={{ overflowWrap: 'anywhere' }}>
            {ErrorCode}
          </Text>
        )}
      </Table.Td>
      <Table.Td visibleFrom="lg" style={{ overflowWrap: 'anywhere' }}>
        <Text size="sm" title={message} lineClamp={2}>
          {ErrorCode}
        </Text>
        {ErrorStep !== '' && (
          <Text size="xs" c="dimmed">
            {t('errorStep', { step: ErrorStep })}
          </Text>
        )}
      </Table.Td>
      <Table.Td visibleFrom="sm">
        <Time at={StartedTime} as="relative" />
      </Table.Td>
      <Table.Td visibleFrom="sm">
        <Duration from={StartedTime} to={StoppedTime} />
      </Table.Td>
    </Table.Tr>
  );
});

import './filter-bar.css';
import { Button, Chip, Group, Select, Stack, TextInput } from '@mantine/core';
import { IconFilterOff, IconSearch } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ExecutionStatus } from '../../../../src/api/contract.ts';
import { STATUS_LOOKS } from '../../components/status-chip.tsx';
import { type Filters, isUnfiltered, NO_FILTERS, RANGES, type Range, STATUSES } from './filters.ts';
import { InstantInput } from './instant-input.tsx';

interface FilterBarProps {
  readonly filters: Filters;
  readonly onChange: (filters: Filters) => void;
  /** The flows that may be chosen from; absent where the flow is given. */
  readonly flowNames?: readonly string[];
}

/** The fields of the filter of executions. */
export function FilterBar({ filters, onChange, flowNames }: FilterBarProps) {
  const { t } = useTranslation('executions');
  const change = (part: Partial<Filters>) => onChange({ ...filters, ...part });
  return (
    <Stack gap="sm" role="search">
      <Group gap="sm" align="flex-end">
        {flowNames !== undefined && (
          <FlowSelect flowNames={flowNames} filters={filters} onChange={onChange} />
        )}
        <TextInput
          type="search"
          label={t('filter.prefix')}
          leftSection={<IconSearch size={16} aria-hidden />}
          value={filters.prefix}
          onChange={(event) => change({ prefix: event.currentTarget.value })}
          className="filter-field"
        />
        <TextInput
          type="search"
          label={t('filter.error')}
          value={filters.error}
          onChange={(event) => change({ error: event.currentTarget.value })}
          maxLength={128}
          className="filter-field"
        />
        <TextInput
          type="search"
          label={t('filter.label')}
          placeholder="orderId=ORD-001591"
          value={filters.label}
          onChange={(event) => change({ label: event.currentTarget.value })}
          className="filter-field"
        />
        <RangeSelect filters={filters} onChange={onChange} />
        {filters.range === 'custom' && (
          <>
            <InstantInput
              label={t('filter.from')}
              value={filters.from}
              onChange={(from) => change({ from })}
            />
            <InstantInput label={t('filter.to')} value={filters.to} onChange={(to) => change({ to })} />
          </>
        )}
        {!(isUnfiltered(filters) && filters.flow === undefined) && (
          <Button
            variant="subtle"
            leftSection={<IconFilterOff size={16} aria-hidden />}
            onClick={() => onChange(NO_FILTERS)}
          >
            {t('filter.clear')}
          </Button>
        )}
      </Group>
      <StatusChips statuses={filters.statuses} onChange={(statuses) => change({ statuses })} />
    </Stack>
  );
}

interface FieldProps {
  readonly filters: Filters;
  readonly onChange: (filters: Filters) => void;
}

function FlowSelect({ flowNames, filters, onChange }: FieldProps & { flowNames: readonly string[] }) {
  const { t } = useTranslation('executions');
  const { flow, ...others } = filters;
  return (
    <Select
      label={t('filter.flow')}
      placeholder={t('filter.allFlows')}
      data={flowNames}
      value={flow ?? null}
      onChange={(chosen) => onChange(chosen === null ? others : { ...others, flow: chosen })}
      limit={100}
      searchable
      clearable
      className="filter-field"
    />
  );
}

function RangeSelect({ filters, onChange }: FieldProps) {
  const { t } = useTranslation('executions');
  const { range, ...others } = filters;
  const ranges = [...(Object.keys(RANGES) as Range[]), 'custom' as const];
  return (
    <Select
      label={t('filter.time')}
      data={[
        { value: 'any', label: t('filter.range.any') },
        ...ranges.map((value) => ({ value, label: t(`filter.range.${value}`) })),
      ]}
      value={range ?? 'any'}
      onChange={(chosen) => {
        const next = ranges.find((value) => value === chosen);
        onChange(next === undefined ? others : { ...others, range: next });
      }}
      allowDeselect={false}
      className="filter-field"
    />
  );
}

function StatusChips({
  statuses,
  onChange,
}: {
  statuses: readonly ExecutionStatus[];
  onChange: (statuses: readonly ExecutionStatus[]) => void;
}) {
  const { t } = useTranslation('executions');
  const { t: common } = useTranslation();
  return (
    <Chip.Group
      multiple
      value={[...statuses]}
      onChange={(chosen) => onChange(STATUSES.filter((status) => chosen.includes(status)))}
    >
      <Group gap={6} role="group" aria-label={t('filter.status')}>
        {STATUSES.map((status) => (
          <Chip key={status} value={status} size="xs" color={STATUS_LOOKS[status].color} variant="light">
            {common(`status.${status}`)}
          </Chip>
        ))}
      </Group>
    </Chip.Group>
  );
}

import './executions-view.css';
import { Button, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { useFlows } from '../../api/flows.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { PageLoader } from '../../shell/page-loader.tsx';
import { ExecutionTable } from './execution-table.tsx';
import { FilterBar } from './filter-bar.tsx';
import {
  endsToRedrive,
  type Filters,
  isUnfiltered,
  narrowsRunning,
  readFilters,
  writeFilters,
} from './filters.ts';
import { Matching } from './matching.tsx';
import { RedriveModal } from './redrive-modal.tsx';
import { useSelection } from './selection.ts';
import { StopModal } from './stop-modal.tsx';
import { type ExecutionList, useExecutions } from './use-executions.ts';

const PAGE_SIZE = 50;

/** Executions, newest first: of one flow, or of all. What is asked for stands in the page's address. */
export function ExecutionsView({ flowName }: { flowName?: string }) {
  const [search, setSearch] = useSearchParams();
  const filters = readFilters(search);
  const flows = useFlows(flowName === undefined);
  const flowNames = flows.data?.flows.map(({ Name }) => Name);
  const wantedFlow = flowName ?? filters.flow;
  const [wanted, setWanted] = useState(PAGE_SIZE);
  const [doing, setDoing] = useState<'stop' | 'redrive'>();
  const executions = useExecutions(wantedFlow, filters, wanted);
  const { error } = executions;
  const change = (next: Filters) => {
    setWanted(PAGE_SIZE);
    setSearch(writeFilters(next), { replace: true });
  };
  return (
    <Stack>
      <FilterBar
        filters={filters}
        onChange={change}
        {...(flowName === undefined && { flowNames: flowNames ?? [] })}
      />
      {error !== null && <ErrorAlert error={error} onRetry={() => void executions.refetch()} />}
      {executions.data === undefined ? (
        error === null && <PageLoader />
      ) : (
        <Listed
          list={executions.data}
          hasFlowColumn={wantedFlow === undefined}
          isFiltered={!isUnfiltered(filters)}
          isReading={executions.isPlaceholderData}
          onMore={() => setWanted(wanted + PAGE_SIZE)}
          {...(narrowsRunning(wantedFlow, filters) && { onStopAll: () => setDoing('stop') })}
          {...(endsToRedrive(filters).length > 0 && { onRedriveAll: () => setDoing('redrive') })}
        />
      )}
      {doing !== undefined && (
        <OfAll kind={doing} flowName={wantedFlow} filters={filters} onClose={() => setDoing(undefined)} />
      )}
    </Stack>
  );
}

interface OfAllProps {
  readonly kind: 'stop' | 'redrive';
  readonly flowName: string | undefined;
  readonly filters: Filters;
  readonly onClose: () => void;
}

/** Stops, or redrives, everything that the filters match, once a user has seen how much that is. */
function OfAll({ kind, flowName, filters, onClose }: OfAllProps) {
  const { t } = useTranslation('executions');
  const texts = kind === 'stop' ? 'stopping' : 'redriving';
  return (
    <Matching
      flowName={flowName}
      filters={filters}
      statuses={kind === 'stop' ? ['Running'] : endsToRedrive(filters)}
      title={t(`${texts}.openAll`)}
      none={t(`${texts}.none`)}
      onClose={onClose}
    >
      {(executions) =>
        kind === 'stop' ? (
          <StopModal executions={executions} onClose={onClose} />
        ) : (
          <RedriveModal executions={executions} flowName={flowName} onClose={onClose} />
        )
      }
    </Matching>
  );
}

interface ListedProps {
  readonly list: ExecutionList;
  readonly hasFlowColumn: boolean;
  readonly isFiltered: boolean;
  readonly isReading: boolean;
  readonly onMore: () => void;
  /** Absent where nothing that runs is asked for, or everything. */
  readonly onStopAll?: () => void;
  /** Absent where no end is asked for after which executions may go on. */
  readonly onRedriveAll?: () => void;
}

function Listed({ list, hasFlowColumn, isFiltered, isReading, onMore, ...all }: ListedProps) {
  const { t } = useTranslation('executions');
  const { t: common } = useTranslation();
  const selection = useSelection(list.items);
  const [isStopping, setIsStopping] = useState(false);
  const { items, isComplete } = list;
  if (items.length === 0) return <EmptyState text={t(isFiltered ? 'noMatch' : 'empty')} />;
  return (
    <>
      <ExecutionTable executions={items} hasFlowColumn={hasFlowColumn} selection={selection} />
      <Group justify="space-between" className="execution-footer">
        <Group gap="sm">
          <Text size="sm" c="dimmed" aria-live="polite">
            {t(isComplete ? 'shownAll' : 'shownNewest', { count: items.length })}
          </Text>
          {!isComplete && (
            <Button variant="default" size="xs" onClick={onMore} loading={isReading}>
              {common('action.loadMore')}
            </Button>
          )}
        </Group>
        {selection.selected.length > 0 ? (
          <Button color="red" onClick={() => setIsStopping(true)}>
            {t('stopping.open', { selected: selection.selected.length })}
          </Button>
        ) : (
          <ActionsOnAll {...all} />
        )}
      </Group>
      {isStopping && (
        <StopModal
          executions={selection.selected}
          onClose={() => {
            setIsStopping(false);
            selection.clear();
          }}
        />
      )}
    </>
  );
}

function ActionsOnAll({ onStopAll, onRedriveAll }: Pick<ListedProps, 'onStopAll' | 'onRedriveAll'>) {
  const { t } = useTranslation('executions');
  return (
    <Group gap="sm">
      {onRedriveAll !== undefined && (
        <Button variant="default" onClick={onRedriveAll}>
          {t('redriving.openAll')}
        </Button>
      )}
      {onStopAll !== undefined && (
        <Button variant="default" onClick={onStopAll}>
          {t('stopping.openAll')}
        </Button>
      )}
    </Group>
  );
}

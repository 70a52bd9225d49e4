import './execution-page.css';
import { Drawer, Tabs } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconListDetails, IconRoute, IconTerminal2, IconTimeline } from '@tabler/icons-react';
import { lazy, Suspense, useDeferredValue, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { PageLoader } from '../../shell/page-loader.tsx';
import { Events } from './events/events.tsx';
import { ExecutionFacts } from './execution-facts.tsx';
import { ExecutionHeader } from './execution-header.tsx';
import { ExecutionGraph } from './graph/execution-graph.tsx';
import { Logs } from './logs/logs.tsx';
import { StepPanel } from './panel/step-panel.tsx';
import type { KnownExecution } from './read-execution.ts';
import { type Repair, useRepair } from './repair/use-repair.ts';
import { definitionOf, ShownContext } from './shown-execution.ts';
import { Timeline } from './timeline/timeline.tsx';
import { useExecution } from './use-execution.ts';
import { useSelection, VIEWS } from './use-selection.ts';

const VIEW_SIGNS = {
  graph: IconRoute,
  timeline: IconTimeline,
  events: IconListDetails,
  logs: IconTerminal2,
} as const;

/** One execution: how it stands, what it did, and the data of each step. */
export function ExecutionPage() {
  const { flowName = '', executionName = '' } = useParams();
  const { data, error, refetch } = useExecution({ FlowName: flowName, ExecutionName: executionName });
  const alert = error !== null && <ErrorAlert error={error} onRetry={() => void refetch()} />;
  if (data === undefined) {
    return (
      <>
        <PageHeader title={executionName} />
        {alert || <PageLoader />}
      </>
    );
  }
  return (
    <>
      {alert}
      <Loaded key={`${flowName}/${executionName}`} known={data} />
    </>
  );
}

function Loaded({ known }: { known: KnownExecution }) {
  const { execution, isComplete } = known;
  // Typing and clicking go before drawing new events.
  const model = useDeferredValue(known.model);
  const selection = useSelection();
  const planned = useRepair(execution, selection);
  const repair = selection.repair === undefined ? undefined : planned;
  const text = repair?.definition ?? execution.FlowDefinition;
  const definition = useMemo(() => definitionOf(text), [text]);
  const shown = useMemo(
    () => ({ execution, model, definition, selection, repair }),
    [execution, model, definition, selection, repair],
  );
  return (
    <ShownContext value={shown}>
      <div className="execution-page">
        <ExecutionHeader isComplete={isComplete} />
        <ExecutionFacts />
        <div className="execution-body" data-repair={selection.repair}>
          <Views />
          {repair === undefined ? <SelectedStep /> : <LazyRepairPanel repair={repair} />}
        </div>
      </div>
    </ShownContext>
  );
}

function Views() {
  const { t } = useTranslation('execution');
  const { view, setView } = useSelection();
  return (
    <Tabs
      value={view}
      onChange={(next) => setView(VIEWS.find((name) => name === next) ?? 'graph')}
      keepMounted={false}
      className="execution-views"
    >
      <Tabs.List aria-label={t('view.label')}>
        {VIEWS.map((name) => {
          const Sign = VIEW_SIGNS[name];
          return (
            <Tabs.Tab key={name} value={name} leftSection={<Sign size={16} aria-hidden />}>
              {t(`view.${name}`)}
            </Tabs.Tab>
          );
        })}
      </Tabs.List>
      <Tabs.Panel value="graph">
        <ExecutionGraph />
      </Tabs.Panel>
      <Tabs.Panel value="timeline">
        <Timeline />
      </Tabs.Panel>
      <Tabs.Panel value="events">
        <Events />
      </Tabs.Panel>
      <Tabs.Panel value="logs">
        <Logs />
      </Tabs.Panel>
    </Tabs>
  );
}

// The editor of the data is large and seldom needed.
const RepairPanel = lazy(async () => {
  const { RepairPanel } = await import('./repair/repair-panel.tsx');
  return { default: RepairPanel };
});

function LazyRepairPanel({ repair }: { repair: Repair }) {
  return (
    <Suspense fallback={<PageLoader />}>
      <RepairPanel repair={repair} />
    </Suspense>
  );
}

/** Beside the views where there is room, above them where there is not. */
function SelectedStep() {
  const { t } = useTranslation('execution');
  const { run, select } = useSelection();
  const isWide = useMediaQuery('(min-width: 68em)', undefined, { getInitialValueInEffect: false });
  if (isWide) return run === undefined ? null : <StepPanel />;
  return (
    <Drawer
      opened={run !== undefined}
      onClose={() => select(undefined)}
      position="bottom"
      size="80%"
      withCloseButton={false}
      attributes={{ content: { 'aria-label': t('timeline.step') } }}
    >
      <StepPanel />
    </Drawer>
  );
}

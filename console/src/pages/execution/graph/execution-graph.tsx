import { Alert } from '@mantine/core';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { FlowGraph } from '../../../components/flow-graph/flow-graph.tsx';
import { planOverlay } from '../repair/plan-overlay.ts';
import { type RunDefinition, useShown } from '../shown-execution.ts';
import { graphOverlay } from './graph-overlay.tsx';
import { iterationsAround, selectedTally } from './selected-tally.ts';

/** The flow with what the execution did in it. */
export function ExecutionGraph() {
  const { t } = useTranslation('execution');
  const { definition } = useShown();
  if (definition === undefined) return <Alert>{t('graph.noDefinition')}</Alert>;
  return <Picture definition={definition} />;
}

function Picture({ definition }: { definition: RunDefinition }) {
  const { t, i18n } = useTranslation('execution');
  const { execution, model, selection, repair } = useShown();
  const { run, select } = selection;
  const plan = repair?.plan;
  const selectedRun = run === undefined ? undefined : model.runs.get(run);
  const around = useMemo(() => iterationsAround(model, selectedRun), [model, selectedRun]);
  const { overlay, runOf } = useMemo(() => {
    const tally = selectedTally(model, around);
    const shown = graphOverlay({ model, definition, tally, around, language: i18n.language });
    if (plan === undefined) return shown;
    return { ...shown, overlay: planOverlay(shown.overlay, { model, definition, plan }) };
  }, [model, definition, around, plan, i18n.language]);
  const onSelect = useCallback((node: string) => select(runOf(node)), [select, runOf]);
  return (
    <FlowGraph
      flow={definition.flow}
      label={t('graph.label', { name: execution.Name })}
      overlay={overlay}
      selected={selectedRun && definition.places.nodes.get(selectedRun.place)}
      onSelect={onSelect}
    />
  );
}

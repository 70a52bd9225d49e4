import { Progress, ScrollArea, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ExecutionId } from './selection.ts';
import type { Outcomes } from './use-bulk.ts';

interface BulkProgressProps {
  readonly executions: readonly ExecutionId[];
  readonly outcomes: Outcomes;
  /** Stands before the reason of a refusal. */
  readonly refused: string;
}

/** Lines that are shown; with more, refusals come first. */
const MOST_LINES = 200;

/** How far it is, and what came of each execution. */
export function BulkProgress({ executions, outcomes, refused }: BulkProgressProps) {
  const { t } = useTranslation('executions');
  const failures = [...outcomes.values()].filter((outcome) => outcome instanceof Error).length;
  const counts = { done: outcomes.size, all: executions.length };
  return (
    <Stack gap="xs" aria-live="polite">
      <Progress value={(100 * counts.done) / counts.all} aria-label={t('bulk.progress', counts)} />
      <Text size="sm">
        {t('bulk.progress', counts)}
        {failures > 0 && `, ${t('bulk.refused', { refused: failures })}`}
      </Text>
      <ScrollArea.Autosize mah={200} viewportProps={{ tabIndex: 0 }}>
        {shownOf(executions, outcomes).map((execution) => {
          const outcome = outcomes.get(execution);
          return (
            <Text
              key={`${execution.flowName}/${execution.name}`}
              size="sm"
              style={{ overflowWrap: 'anywhere' }}
            >
              {execution.name}: {outcome === undefined && t('bulk.pending')}
              {outcome instanceof Error ? (
                <Text span size="sm" c="var(--mantine-color-error)">
                  {refused} – {outcome.message}
                </Text>
              ) : (
                outcome
              )}
            </Text>
          );
        })}
        {executions.length > MOST_LINES && (
          <Text size="sm">{t('bulk.more', { count: executions.length - MOST_LINES })}</Text>
        )}
      </ScrollArea.Autosize>
    </Stack>
  );
}

function shownOf(executions: readonly ExecutionId[], outcomes: Outcomes): readonly ExecutionId[] {
  if (executions.length <= MOST_LINES) return executions;
  const isRefused = (execution: ExecutionId) => outcomes.get(execution) instanceof Error;
  const others = executions.filter((execution) => !isRefused(execution));
  return [...executions.filter(isRefused), ...others].slice(0, MOST_LINES);
}

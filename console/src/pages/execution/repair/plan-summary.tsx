import { List, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { GoOnView } from '../../../../../src/api/contract.ts';
import type { Repair } from './use-repair.ts';

/** Tasks that are named; the graph shows all. */
const MOST_TASKS = 10;

/** The plan of a dry run in words: how much runs again, and which tasks are called again. */
export function PlanSummary({ repair: { plan, isReading } }: { repair: Repair }) {
  const { t } = useTranslation('execution');
  if (plan === undefined || plan.RefusedReason !== undefined) return null;
  const { StepsAgainCount: again, StepsKeptCount: kept } = plan;
  return (
    <Stack gap={4} aria-live="polite" aria-busy={isReading} style={{ opacity: isReading ? 0.6 : 1 }}>
      <Text size="sm" fw={600}>
        {t('repair.again', { count: again })}, {t('repair.kept', { count: kept })}
      </Text>
      <CalledAgain plan={plan} />
    </Stack>
  );
}

function CalledAgain({ plan }: { plan: GoOnView }) {
  const { t } = useTranslation('execution');
  const tasks = plan.StepsAgain.filter(({ Calls }) => Calls > 0);
  if (tasks.length === 0) return null;
  const more = tasks.length - MOST_TASKS;
  return (
    <>
      <Text size="sm">{t('repair.calledAgain')}</Text>
      <List size="sm">
        {tasks.slice(-MOST_TASKS).map(({ StepPath, StepEventId, Calls }) => (
          <List.Item key={StepEventId} style={{ overflowWrap: 'anywhere' }}>
            {t('repair.called', { step: StepPath, count: Calls })}
          </List.Item>
        ))}
        {more > 0 && <List.Item>{t('failure.more', { count: more })}</List.Item>}
      </List>
    </>
  );
}

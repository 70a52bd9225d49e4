import { Anchor, Card, Group, SimpleGrid, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { OpenTaskView } from '../../../../src/api/contract.ts';
import { HeartbeatFacts } from '../../components/report-task/heartbeat-facts.tsx';
import { ReportActions } from '../../components/report-task/report-actions.tsx';
import { TaskData } from '../../components/report-task/task-data.tsx';
import { Time } from '../../components/time.tsx';
import { useNow } from '../../components/use-now.ts';
import { addressOf } from './task-filter.ts';

/** A task that times out sooner is shown in red. */
const SOON_MILLISECONDS = 3_600_000;

/** Waiting tasks as cards, each with what it was given and what can be done about it. */
export function OpenTaskList({ tasks }: { tasks: readonly OpenTaskView[] }) {
  return (
    <SimpleGrid cols={{ base: 1, md: 2, xl: 3 }} spacing="sm">
      {tasks.map((task) => (
        <OpenTaskCard key={task.TaskToken} task={task} />
      ))}
    </SimpleGrid>
  );
}

function OpenTaskCard({ task }: { task: OpenTaskView }) {
  const { t } = useTranslation('tokens');
  return (
    <Card component="article" withBorder padding="sm" aria-label={`${task.StepName} ${task.ExecutionName}`}>
      <Stack gap="xs" h="100%">
        <Group justify="space-between" gap="xs">
          <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
            {task.StepName}
          </Text>
          <Anchor component={Link} to={addressOf(task)} size="sm">
            {t('link')}
          </Anchor>
        </Group>
        <Anchor
          component={Link}
          to={`/executions/${task.FlowName}/${task.ExecutionName}`}
          size="sm"
          style={{ overflowWrap: 'anywhere' }}
        >
          {task.FlowName} / {task.ExecutionName}
        </Anchor>
        <Text size="sm">
          {t('since')}: <Time at={task.SubmittedTime} as="relative" />
        </Text>
        <Expiry at={task.TimeoutTime} />
        <HeartbeatFacts task={task} />
        <TaskData task={task} />
        <div style={{ marginTop: 'auto' }}>
          <ReportActions task={task} />
        </div>
      </Stack>
    </Card>
  );
}

function Expiry({ at }: { at: string }) {
  const { t } = useTranslation('tokens');
  const now = useNow(at !== '');
  if (at === '')
    return (
      <Text size="sm">
        {t('until')}: {t('never')}
      </Text>
    );
  const isSoon = Date.parse(at) - now < SOON_MILLISECONDS;
  return (
    <Text size="sm" {...(isSoon && { c: 'red.8', fw: 600 })}>
      {t('until')}: <Time at={at} as="relative" />
    </Text>
  );
}

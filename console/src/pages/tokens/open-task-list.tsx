import { Anchor, Code, Spoiler, Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { OpenTaskView } from '../../../../src/api/contract.ts';
import { prettyJson } from '../../components/code/json-text.ts';
import { HeartbeatFacts } from '../../components/report-task/heartbeat-facts.tsx';
import { ReportActions } from '../../components/report-task/report-actions.tsx';
import { Time } from '../../components/time.tsx';

/** Waiting tasks as a table, each with what it was given and what can be done about it. */
export function OpenTaskList({ tasks }: { tasks: readonly OpenTaskView[] }) {
  const { t } = useTranslation('tokens');
  return (
    <Table.ScrollContainer minWidth={760}>
      <Table verticalSpacing="sm" aria-label={t('title')}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('step')}</Table.Th>
            <Table.Th>{t('input')}</Table.Th>
            <Table.Th>{t('since')}</Table.Th>
            <Table.Th>{t('until')}</Table.Th>
            <Table.Th>{t('actions')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {tasks.map((task) => (
            <OpenTaskRow key={task.TaskToken} task={task} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function OpenTaskRow({ task }: { task: OpenTaskView }) {
  const { t } = useTranslation('tokens');
  return (
    <Table.Tr>
      <Table.Td>
        <Text fw={600}>{task.StepName}</Text>
        <Anchor
          component={Link}
          to={`/executions/${task.FlowName}/${task.ExecutionName}`}
          size="sm"
          style={{ overflowWrap: 'anywhere' }}
        >
          {task.FlowName} / {task.ExecutionName}
        </Anchor>
        <HeartbeatFacts task={task} />
      </Table.Td>
      <Table.Td maw={320}>
        <Spoiler maxHeight={84} showLabel={t('showAll')} hideLabel={t('showLess')}>
          <Code block style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
            {prettyJson(task.Input)}
          </Code>
        </Spoiler>
      </Table.Td>
      <Table.Td>
        <Time at={task.SubmittedTime} as="relative" />
      </Table.Td>
      <Table.Td>
        {task.TimeoutTime === '' ? t('never') : <Time at={task.TimeoutTime} as="relative" />}
      </Table.Td>
      <Table.Td>
        <ReportActions task={task} />
      </Table.Td>
    </Table.Tr>
  );
}

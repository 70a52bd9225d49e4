import { Anchor, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ExecutionAttempt } from '../../../../src/trace/model.ts';
import { StatusChip } from '../../components/status-chip.tsx';
import { Time } from '../../components/time.tsx';
import { Duration } from './duration.tsx';
import { useShown } from './shown-execution.ts';

/** The attempts of an execution that has gone on after an end: how each ended, and which one is shown. */
export function EarlierAttempts() {
  const { t } = useTranslation('execution');
  const { model } = useShown();
  const { earlier, status, begunBy, endedAt, failure } = model;
  const begin = model.events.get(begunBy);
  if (earlier.length === 0 || begin === undefined) return null;
  const now: ExecutionAttempt = {
    begunBy,
    begunAt: Date.parse(begin.Time),
    status,
    ...(endedAt !== undefined && { endedAt }),
    ...(failure !== undefined && { failure }),
  };
  return (
    <details className="earlier-attempts">
      <summary>{t('attempt.title', { count: earlier.length + 1 })}</summary>
      <ol>
        {[...earlier, now].map((attempt) => (
          <li key={attempt.begunBy}>
            <Attempt attempt={attempt} />
          </li>
        ))}
      </ol>
    </details>
  );
}

function Attempt({ attempt }: { attempt: ExecutionAttempt }) {
  const { model, selection } = useShown();
  const { status, begunAt, endedAt, failure } = attempt;
  const [at] = failure?.runs ?? [];
  const run = at === undefined ? undefined : model.runs.get(at);
  return (
    <Group gap="xs" display="inline-flex">
      <StatusChip status={status} />
      <Text size="sm" span>
        {failure?.error}
      </Text>
      {run !== undefined && (
        <Anchor component="button" type="button" size="sm" onClick={() => selection.select(run.id)}>
          {run.name}
        </Anchor>
      )}
      <Text size="sm" c="dimmed" span>
        <Time at={new Date(begunAt).toISOString()} /> · <Duration from={begunAt} to={endedAt} />
      </Text>
    </Group>
  );
}

import { Anchor, Group, Loader, Text, VisuallyHidden } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { PageHeader } from '../../components/page-header.tsx';
import { StatusChip } from '../../components/status-chip.tsx';
import { ExecutionActions } from './execution-actions.tsx';
import { useShown } from './shown-execution.ts';

/** Which execution it is and how it stands, and what one can do about it. */
export function ExecutionHeader({ isComplete }: { isComplete: boolean }) {
  const { t } = useTranslation(['execution', 'common']);
  const { execution, model } = useShown();
  const { Name, FlowName, Status } = execution;
  return (
    <header>
      <PageHeader
        title={Name}
        breadcrumbs={
          <Text size="sm" c="dimmed">
            <Anchor component={Link} to="/executions" inherit>
              {t('common:page.executions')}
            </Anchor>
            {' / '}
            <Anchor component={Link} to={`/flows/${FlowName}`} inherit>
              {FlowName}
            </Anchor>
          </Text>
        }
        beside={
          <Group gap="xs">
            <StatusChip status={Status} />
            {!isComplete && (
              <Group gap={6} role="status">
                <Loader size={14} aria-hidden />
                <Text size="sm" c="dimmed">
                  {t('header.loading', { count: model.lastEventId })}
                </Text>
              </Group>
            )}
          </Group>
        }
        actions={<ExecutionActions />}
      />
      <VisuallyHidden role="status" aria-live="polite">
        {t('announce', { name: Name, status: t(`common:status.${Status}`) })}
      </VisuallyHidden>
    </header>
  );
}

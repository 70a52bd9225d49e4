import { Button, Group, Stack } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ScheduleView } from '../../../../../src/api/contract.ts';
import { useSchedules } from '../../../api/schedules.ts';
import { EmptyState } from '../../../components/empty-state.tsx';
import { ErrorAlert } from '../../../components/error-alert.tsx';
import { PageLoader } from '../../../shell/page-loader.tsx';
import { DeleteScheduleModal } from './delete-schedule-modal.tsx';
import { RunsModal } from './runs-modal.tsx';
import { ScheduleForm } from './schedule-form.tsx';
import { ScheduleTable } from './schedule-table.tsx';

/** The dialog that is open: a schedule is created, edited, or asked about before it goes. */
type Doing =
  | { readonly kind: 'create' }
  | { readonly kind: 'edit' | 'runs' | 'delete'; readonly schedule: ScheduleView };

/** The schedules that start a flow, and when they fire next. */
export function SchedulesTab({ flowName }: { flowName: string }) {
  const { t } = useTranslation('schedules');
  const { data, error, refetch } = useSchedules(flowName);
  const [doing, setDoing] = useState<Doing>();
  const stop = () => setDoing(undefined);
  return (
    <Stack>
      <Group>
        <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setDoing({ kind: 'create' })}>
          {t('create')}
        </Button>
      </Group>
      {error !== null && <ErrorAlert error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <PageLoader />}
      {data?.length === 0 && <EmptyState text={t('empty')} />}
      {data !== undefined && data.length > 0 && (
        <ScheduleTable
          flowName={flowName}
          schedules={data}
          onEdit={(schedule) => setDoing({ kind: 'edit', schedule })}
          onRuns={(schedule) => setDoing({ kind: 'runs', schedule })}
          onDelete={(schedule) => setDoing({ kind: 'delete', schedule })}
        />
      )}
      {doing?.kind === 'create' && <ScheduleForm flowName={flowName} onClose={stop} />}
      {doing?.kind === 'edit' && (
        <ScheduleForm flowName={flowName} schedule={doing.schedule} onClose={stop} />
      )}
      {doing?.kind === 'runs' && (
        <RunsModal flowName={flowName} name={doing.schedule.ScheduleName} onClose={stop} />
      )}
      {doing?.kind === 'delete' && (
        <DeleteScheduleModal flowName={flowName} name={doing.schedule.ScheduleName} onClose={stop} />
      )}
    </Stack>
  );
}

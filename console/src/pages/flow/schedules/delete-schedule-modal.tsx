import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { schedulesKey } from '../../../api/schedules.ts';
import { useCallApi } from '../../../api/session-context.tsx';
import { ConfirmModal } from '../../../components/confirm-modal.tsx';

interface DeleteScheduleModalProps {
  readonly flowName: string;
  readonly name: string;
  readonly onClose: () => void;
}

/** Asks before a schedule goes. */
export function DeleteScheduleModal({ flowName, name, onClose }: DeleteScheduleModalProps) {
  const { t } = useTranslation('schedules');
  const { t: common } = useTranslation();
  const callApi = useCallApi();
  const queryClient = useQueryClient();
  const remove = useMutation({
    mutationFn: () => callApi('DeleteSchedule', { FlowName: flowName, ScheduleName: name }),
    onSuccess: async () => {
      onClose();
      notifications.show({ message: t('deleted', { name }) });
      await queryClient.invalidateQueries({ queryKey: schedulesKey(flowName) });
    },
  });
  return (
    <ConfirmModal
      isOpen
      title={t('deleting.title', { name })}
      text={t('deleting.text')}
      confirm={common('action.delete')}
      isBusy={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate()}
      onClose={onClose}
    />
  );
}

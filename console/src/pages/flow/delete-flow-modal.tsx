import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { FLOWS } from '../../api/flows.ts';
import { useCallApi } from '../../api/session-context.tsx';
import { ConfirmModal } from '../../components/confirm-modal.tsx';

interface DeleteFlowModalProps {
  readonly flowName: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** Asks, deletes the flow and goes back to the list. */
export function DeleteFlowModal({ flowName, isOpen, onClose }: DeleteFlowModalProps) {
  const { t } = useTranslation('flows');
  const { t: common } = useTranslation();
  const callApi = useCallApi();
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const remove = useMutation({
    mutationFn: () => callApi('DeleteFlow', { Name: flowName }),
    onSuccess: async () => {
      notifications.show({ message: t('deleted', { name: flowName }) });
      await queryClient.invalidateQueries({ queryKey: FLOWS });
      await navigate('/flows');
    },
  });
  return (
    <ConfirmModal
      isOpen={isOpen}
      title={t('deleting.title', { name: flowName })}
      text={t('deleting.text')}
      confirm={common('action.delete')}
      isBusy={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate()}
      onClose={onClose}
    />
  );
}

import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useCallApi } from '../../../api/session-context.tsx';
import { versionsKey } from '../../../api/versions.ts';
import { ConfirmModal } from '../../../components/confirm-modal.tsx';

interface RemoveModalProps {
  readonly flowName: string;
  readonly kind: 'deleteVersion' | 'deleteAlias';
  /** The number of a version, or the name of an alias. */
  readonly name: string;
  readonly onClose: () => void;
}

/** Asks before a version or an alias goes; the service says what is in the way. */
export function RemoveModal({ flowName, kind, name, onClose }: RemoveModalProps) {
  const { t } = useTranslation('versions');
  const { t: common } = useTranslation();
  const callApi = useCallApi();
  const queryClient = useQueryClient();
  const shown = kind === 'deleteVersion' ? t('version', { version: name }) : name;
  const remove = useMutation({
    mutationFn: async () => {
      if (kind === 'deleteAlias') await callApi('DeleteFlowAlias', { FlowName: flowName, Name: name });
      else await callApi('DeleteFlowVersion', { FlowName: flowName, FlowVersion: name });
    },
    onSuccess: async () => {
      onClose();
      notifications.show({ message: t('deleted', { name: shown }) });
      await queryClient.invalidateQueries({ queryKey: versionsKey(flowName) });
    },
  });
  return (
    <ConfirmModal
      isOpen
      title={t('deleting', { name: shown })}
      text={t(kind === 'deleteVersion' ? 'deletingVersion' : 'deletingAlias')}
      confirm={common('action.delete')}
      isBusy={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate()}
      onClose={onClose}
    />
  );
}

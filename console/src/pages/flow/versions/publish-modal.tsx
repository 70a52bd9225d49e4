import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCallApi } from '../../../api/session-context.tsx';
import { versionsKey } from '../../../api/versions.ts';
import { ErrorAlert } from '../../../components/error-alert.tsx';

/** Keeps the flow as it is saved, under the next number. */
export function PublishModal({ flowName, onClose }: { flowName: string; onClose: () => void }) {
  const { t } = useTranslation('versions');
  const { t: common } = useTranslation();
  const callApi = useCallApi();
  const queryClient = useQueryClient();
  const [description, setDescription] = useState('');
  const publish = useMutation({
    mutationFn: () => callApi('PublishFlowVersion', { FlowName: flowName, Description: description }),
    onSuccess: async ({ Version }) => {
      onClose();
      notifications.show({ message: t('publish.done', { version: Version }) });
      await queryClient.invalidateQueries({ queryKey: versionsKey(flowName) });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    publish.mutate();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('publish.open')}
      closeButtonProps={{ 'aria-label': common('action.close') }}
    >
      <Stack component="form" onSubmit={submit}>
        <Text size="sm">{t('publish.text')}</Text>
        <TextInput
          label={t('publish.description')}
          value={description}
          onChange={(event) => setDescription(event.currentTarget.value)}
          maxLength={4096}
        />
        {publish.error !== null && <ErrorAlert error={publish.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {common('action.cancel')}
          </Button>
          <Button type="submit" loading={publish.isPending}>
            {t('publish.submit')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

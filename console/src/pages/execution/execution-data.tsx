import { Modal, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { DataText } from './panel/data-block.tsx';
import { useShown } from './shown-execution.ts';

/** Input and output of an execution. */
export function ExecutionData({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation(['execution', 'common']);
  const { execution } = useShown();
  const { Input, Output, StoppedTime } = execution;
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('actions.data')}
      size="xl"
      closeButtonProps={{ 'aria-label': t('common:action.close') }}
    >
      <Stack>
        <DataText name={t('header.input')} text={Input} missing={t('panel.noOutputEver')} />
        <DataText
          name={t('header.output')}
          text={Output === '' ? undefined : Output}
          missing={t(StoppedTime === '' ? 'panel.noOutput' : 'panel.noOutputEver')}
        />
      </Stack>
    </Modal>
  );
}

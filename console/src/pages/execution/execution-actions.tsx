import { Button, Group } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import {
  IconBraces,
  IconDownload,
  IconGitFork,
  IconPlayerStop,
  IconRotateClockwise,
  IconTestPipe,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { StartButton } from '../../components/start-button.tsx';
import { ExecutionData } from './execution-data.tsx';
import { exportHistory } from './export-history.ts';
import { exportTest } from './export-test.ts';
import { isEnd, isRedrivable } from './read-execution.ts';
import { useShown } from './shown-execution.ts';
import { StopDialog } from './stop-dialog.tsx';

/** The actions on an execution: stop it, start another like it, keep its history, or test its flow by it. */
export function ExecutionActions() {
  const { t } = useTranslation('execution');
  const { execution, model, definition, selection } = useShown();
  const [isStopping, { open, close }] = useDisclosure();
  const [isShowing, data] = useDisclosure();
  return (
    <Group gap="xs">
      <Button variant="default" leftSection={<IconBraces size={16} aria-hidden />} onClick={data.open}>
        {t('actions.data')}
      </Button>
      <Button
        variant="default"
        leftSection={<IconDownload size={16} aria-hidden />}
        onClick={() => exportHistory(execution, model)}
      >
        {t('actions.export')}
      </Button>
      {isEnd(execution.Status) && definition !== undefined && (
        <Button
          variant="default"
          leftSection={<IconTestPipe size={16} aria-hidden />}
          onClick={() => exportTest(execution, definition.flow, model)}
        >
          {t('actions.test')}
        </Button>
      )}
      <StartButton flowName={execution.FlowName} input={execution.Input} label={t('actions.again')} />
      {isRedrivable(execution.Status) && (
        <Button
          variant="light"
          leftSection={<IconRotateClockwise size={16} aria-hidden />}
          aria-pressed={selection.repair === 'redrive'}
          onClick={() => selection.setRepair('redrive')}
        >
          {t('actions.redrive')}
        </Button>
      )}
      {execution.Status !== 'Starting' && (
        <Button
          variant="default"
          leftSection={<IconGitFork size={16} aria-hidden />}
          aria-pressed={selection.repair === 'fork'}
          onClick={() => selection.setRepair('fork')}
        >
          {t('actions.fork')}
        </Button>
      )}
      {!isEnd(execution.Status) && (
        <Button
          color="red"
          variant="light"
          leftSection={<IconPlayerStop size={16} aria-hidden />}
          onClick={open}
        >
          {t('actions.stop')}
        </Button>
      )}
      {isShowing && <ExecutionData onClose={data.close} />}
      {isStopping && <StopDialog onClose={close} />}
    </Group>
  );
}

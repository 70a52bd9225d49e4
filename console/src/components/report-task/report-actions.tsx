import { Button, CopyButton, Group } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OpenTaskView } from '../../../../src/api/contract.ts';
import { FailTaskDialog } from './fail-task-dialog.tsx';
import { SucceedTaskDialog } from './succeed-task-dialog.tsx';

/** The actions on a task that waits for a callback: copy its token, report success, report failure. */
export function ReportActions({ task }: { task: OpenTaskView }) {
  const { t } = useTranslation(['tokens', 'common']);
  const [dialog, setDialog] = useState<'succeed' | 'fail'>();
  const close = () => setDialog(undefined);
  return (
    <Group gap="xs">
      <Button size="compact-sm" color="teal" onClick={() => setDialog('succeed')}>
        {t('approve')}
      </Button>
      <Button size="compact-sm" color="red" variant="light" onClick={() => setDialog('fail')}>
        {t('reject')}
      </Button>
      <CopyButton value={task.TaskToken}>
        {({ copied, copy }) => (
          <Button size="compact-sm" variant="default" onClick={copy}>
            {copied ? t('common:action.copied') : t('copyToken')}
          </Button>
        )}
      </CopyButton>
      <SucceedTaskDialog task={task} isOpen={dialog === 'succeed'} onClose={close} />
      <FailTaskDialog task={task} isOpen={dialog === 'fail'} onClose={close} />
    </Group>
  );
}

import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { OpenTaskView } from '../../../../src/api/contract.ts';
import { useApi } from '../../api/session-context.tsx';
import { ErrorAlert } from '../error-alert.tsx';
import { TaskData } from './task-data.tsx';

/** Properties of both dialogs of a report. */
export interface DialogProps {
  readonly task: OpenTaskView;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

interface ReportDialogProps extends DialogProps {
  readonly title: string;
  readonly submit: string;
  readonly colour: string;
  readonly isReady: boolean;
  readonly isPending: boolean;
  readonly error: Error | null;
  readonly onSubmit: () => void;
  readonly children: ReactNode;
}

/** Asks for the result of a task, and says why a report was refused. */
export function ReportDialog({ task, isOpen, onClose, children, ...props }: ReportDialogProps) {
  const { t } = useTranslation();
  const { t: translate } = useTranslation('tokens');
  const { session } = useApi();
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={props.title}
      size="lg"
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      <Stack
        component="form"
        onSubmit={(event) => {
          event.preventDefault();
          props.onSubmit();
        }}
      >
        <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          {task.FlowName} · {task.ExecutionName} · {task.StepName}
        </Text>
        <TaskData task={task} height={160} />
        {children}
        {session.user !== undefined && (
          <Text size="sm" c="dimmed">
            {translate('reportedAs', { user: session.user })}
          </Text>
        )}
        {props.error !== null && <ErrorAlert error={props.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('action.cancel')}
          </Button>
          <Button type="submit" color={props.colour} loading={props.isPending} disabled={!props.isReady}>
            {props.submit}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

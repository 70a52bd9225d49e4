import { Button, Group, Input, Modal, Select, Stack, Switch, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ScheduleView } from '../../../../../src/api/contract.ts';
import { parseCronExpression } from '../../../../../src/schedules/cron-expression.ts';
import { schedulesKey } from '../../../api/schedules.ts';
import { useCallApi } from '../../../api/session-context.tsx';
import { useQualifiers } from '../../../api/versions.ts';
import { JsonEditor, useJsonProblem } from '../../../components/code/json-editor.tsx';
import { ErrorAlert } from '../../../components/error-alert.tsx';
import { BehaviourFields } from './behaviour-fields.tsx';
import { NextTimes } from './next-times.tsx';
import { draftOf, fromLocalInput, NEW_SCHEDULE, requestOf, type ScheduleDraft } from './schedule-draft.ts';

interface ScheduleFormProps {
  readonly flowName: string;
  /** Absent for a new one. */
  readonly schedule?: ScheduleView;
  readonly onClose: () => void;
}

/** Creates a schedule or changes one, and shows when it would fire. */
export function ScheduleForm({ flowName, schedule, onClose }: ScheduleFormProps) {
  const { t } = useTranslation('schedules');
  const { t: common } = useTranslation();
  const { t: versions } = useTranslation('versions');
  const choices = useQualifiers(flowName);
  const [draft, setDraft] = useState(() => (schedule === undefined ? NEW_SCHEDULE : draftOf(schedule)));
  const change = (part: Partial<ScheduleDraft>) => setDraft({ ...draft, ...part });
  const isPayloadInvalid = useJsonProblem(draft.payload, true) !== undefined;
  const isCronInvalid = parseCronExpression(draft.cron).kind === 'problem';
  const isInvalid = isPayloadInvalid || isCronInvalid || draft.name === '';
  const save = useSave(flowName, schedule === undefined, onClose);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isInvalid) save.mutate(draft);
  };
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={schedule === undefined ? t('create') : t('edit', { name: draft.name })}
      closeButtonProps={{ 'aria-label': common('action.close') }}
    >
      <Stack component="form" onSubmit={submit}>
        {schedule === undefined && (
          <TextInput
            label={t('name')}
            value={draft.name}
            onChange={(event) => change({ name: event.currentTarget.value })}
            autoComplete="off"
            required
          />
        )}
        <TextInput
          label={t('cron')}
          description={t('cronHint')}
          value={draft.cron}
          onChange={(event) => change({ cron: event.currentTarget.value })}
          error={isCronInvalid}
          autoComplete="off"
          required
          styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
        />
        <div aria-live="polite">
          {!isCronInvalid && <Input.Label>{t('next')}</Input.Label>}
          <NextTimes
            expression={draft.cron}
            startTime={fromLocalInput(draft.start)}
            endTime={fromLocalInput(draft.end)}
            count={3}
          />
        </div>
        <TextInput
          label={t('description')}
          value={draft.description}
          onChange={(event) => change({ description: event.currentTarget.value })}
        />
        {choices.length > 0 && (
          <Select
            label={t('qualifier')}
            description={t('qualifierHint')}
            placeholder={versions('newest')}
            data={choices}
            value={draft.qualifier}
            onChange={(qualifier) => change({ qualifier })}
            clearable
          />
        )}
        <JsonEditor
          label={t('payload')}
          hint={t('payloadHint')}
          value={draft.payload}
          onChange={(payload) => change({ payload })}
          mayBeEmpty
          minHeight="80px"
        />
        <BehaviourFields draft={draft} onChange={change} />
        <Switch
          label={t('enabled')}
          checked={draft.isEnabled}
          onChange={(event) => change({ isEnabled: event.currentTarget.checked })}
        />
        {!draft.isEnabled && (
          <TextInput
            label={t('pauseReason')}
            value={draft.pauseReason}
            onChange={(event) => change({ pauseReason: event.currentTarget.value })}
          />
        )}
        {save.error !== null && <ErrorAlert error={save.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {common('action.cancel')}
          </Button>
          <Button type="submit" disabled={isInvalid} loading={save.isPending}>
            {common(schedule === undefined ? 'action.create' : 'action.save')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

function useSave(flowName: string, isNew: boolean, onSaved: () => void) {
  const { t } = useTranslation('schedules');
  const callApi = useCallApi();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (draft: ScheduleDraft) =>
      callApi(isNew ? 'CreateSchedule' : 'UpdateSchedule', requestOf(flowName, draft)),
    onSuccess: async (_saved, { name }) => {
      onSaved();
      notifications.show({ color: 'green', message: t('saved', { name }) });
      await queryClient.invalidateQueries({ queryKey: schedulesKey(flowName) });
    },
  });
}

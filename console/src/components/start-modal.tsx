import { Alert, Button, Checkbox, Group, Modal, Select, Stack, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useCallApi } from '../api/session-context.tsx';
import { useQualifiers } from '../api/versions.ts';
import { JsonEditor, useJsonProblem } from './code/json-editor.tsx';
import { prettyJson } from './code/json-text.ts';
import { ErrorAlert } from './error-alert.tsx';
import { useLastInput } from './use-last-input.ts';

interface StartModalProps {
  readonly flowName: string;
  readonly input?: string;
  readonly hasDraft: boolean;
  readonly onClose: () => void;
}

/** Starts an execution with an input and, where wanted, a name, and goes to its page. */
export function StartModal({ flowName, input, hasDraft, onClose }: StartModalProps) {
  const { t } = useTranslation('flows');
  const { t: common } = useTranslation();
  const { t: versions } = useTranslation('versions');
  const callApi = useCallApi();
  const navigate = useNavigate();
  const lastInput = useLastInput(flowName);
  const [text, setText] = useState(() => prettyJson(input ?? lastInput.text));
  const [name, setName] = useState('');
  const [qualifier, setQualifier] = useState<string | null>(null);
  const choices = useQualifiers(flowName);
  const isInvalid = useJsonProblem(text) !== undefined;
  const [mayIgnoreDraft, setMayIgnoreDraft] = useState(false);
  const mayStart = !isInvalid && (!hasDraft || mayIgnoreDraft);
  const start = useMutation({
    mutationFn: () =>
      callApi('StartExecution', {
        FlowName: flowName,
        Input: text,
        ...(qualifier !== null && { Qualifier: qualifier }),
        ...(name.trim() !== '' && { ExecutionName: name.trim() }),
      }),
    onSuccess: ({ Name }) => {
      lastInput.keep(text);
      onClose();
      void navigate(`/executions/${flowName}/${Name}`);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (mayStart) start.mutate();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={t('starting.title', { name: flowName })}
      closeButtonProps={{ 'aria-label': common('action.close') }}
    >
      <Stack component="form" onSubmit={submit}>
        {hasDraft && (
          <Alert color="yellow" title={t('starting.draft')}>
            <Checkbox
              label={t('starting.withoutDraft')}
              checked={mayIgnoreDraft}
              onChange={(event) => setMayIgnoreDraft(event.currentTarget.checked)}
            />
          </Alert>
        )}
        <JsonEditor
          label={t('starting.input')}
          hint={t('starting.inputHint')}
          value={text}
          onChange={setText}
          minHeight="160px"
        />
        <TextInput
          label={t('starting.name')}
          description={t('starting.nameHint')}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          autoComplete="off"
        />
        {choices.length > 0 && (
          <Select
            label={t('starting.qualifier')}
            description={t('starting.qualifierHint')}
            placeholder={versions('newest')}
            data={choices}
            value={qualifier}
            onChange={setQualifier}
            clearable
          />
        )}
        {start.error !== null && <ErrorAlert error={start.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {common('action.cancel')}
          </Button>
          <Button type="submit" disabled={!mayStart} loading={start.isPending}>
            {t('starting.submit')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

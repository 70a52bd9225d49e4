import { Button, Group, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { flushSync } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { isName } from '../../../../src/common/name.ts';
import { FLOWS } from '../../api/flows.ts';
import { useCallApi } from '../../api/session-context.tsx';
import { Breadcrumbs } from '../../components/breadcrumbs.tsx';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { DefinitionEditor } from './definition-editor.tsx';
import type { FlowDraft } from './flow-draft.ts';
import { FlowFields } from './flow-fields.tsx';
import { LeaveGuard } from './leave-guard.tsx';
import { TEMPLATE } from './template.ts';
import { mayBeSaved, useDefinition } from './use-definition.ts';

const NEW_DRAFT: FlowDraft = { definition: TEMPLATE, description: '', role: '' };

/** A new flow, beginning with a small one that works. */
export function CreateFlowPage() {
  const { t } = useTranslation('flows');
  const [name, setName] = useState('');
  const [draft, setDraft] = useState(NEW_DRAFT);
  const [isCreated, setIsCreated] = useState(false);
  const read = useDefinition(draft.definition, name);
  const create = useCreate(() => flushSync(() => setIsCreated(true)));
  const isNamed = isName(name);
  return (
    <>
      <LeaveGuard isNeeded={!isCreated && (name !== '' || draft !== NEW_DRAFT)} />
      <PageHeader
        title={t('create')}
        breadcrumbs={<Breadcrumbs to="flows" />}
        actions={
          <Button
            disabled={!isNamed || !mayBeSaved(read)}
            loading={create.isPending}
            onClick={() => create.mutate({ name, draft })}
          >
            {t('create')}
          </Button>
        }
      />
      <Group mb="sm" align="flex-start">
        <TextInput
          label={t('name')}
          description={t('nameHint')}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={name !== '' && !isNamed}
          autoComplete="off"
          required
          w={420}
          maw="100%"
        />
      </Group>
      {create.error !== null && <ErrorAlert error={create.error} />}
      <DefinitionEditor
        flowName={name}
        text={draft.definition}
        read={read}
        onChange={(definition) => setDraft({ ...draft, definition })}
      />
      <FlowFields draft={draft} onChange={setDraft} />
    </>
  );
}

function useCreate(onCreated: () => void) {
  const { t } = useTranslation('flows');
  const callApi = useCallApi();
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: ({ name, draft }: { name: string; draft: FlowDraft }) =>
      callApi('CreateFlow', {
        Name: name,
        Definition: draft.definition,
        Description: draft.description,
        Type: 'FDL',
        ...(draft.role !== '' && { RoleArn: draft.role }),
      }),
    onSuccess: async ({ Name }) => {
      // Nothing is left to lose, so the page may be left unasked.
      onCreated();
      notifications.show({ color: 'green', message: t('created', { name: Name }) });
      await queryClient.invalidateQueries({ queryKey: FLOWS });
      await navigate(`/flows/${Name}`);
    },
  });
}

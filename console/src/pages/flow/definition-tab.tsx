import { Button, Group, Text } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FlowView } from '../../../../src/api/contract.ts';
import { FLOWS, flowKey } from '../../api/flows.ts';
import { useCallApi } from '../../api/session-context.tsx';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { DefinitionEditor } from './definition-editor.tsx';
import { changesOf, draftOf, type FlowChanges, type FlowDraft } from './flow-draft.ts';
import { FlowFields } from './flow-fields.tsx';
import { FlowSource } from './flow-source.tsx';
import { LeaveGuard } from './leave-guard.tsx';
import { mayBeSaved, useDefinition } from './use-definition.ts';

/** The draft, and the `LastModifiedTime` of the flow that it began from. */
interface EditedDraft {
  readonly draft: FlowDraft;
  readonly base: string;
}

interface DefinitionTabProps {
  readonly flow: FlowView;
  /** Told whether there are changes that are not saved; false once they cannot be seen any more. */
  readonly onDraft: (hasDraft: boolean) => void;
}

/** A flow's definition as a draft beside its picture, saved on demand. */
export function DefinitionTab({ flow, onDraft }: DefinitionTabProps) {
  const { t } = useTranslation('flows');
  const { t: common } = useTranslation();
  // Undefined follows the flow with all its changes; a draft stays until it is saved or discarded.
  const [edited, setEdited] = useState<EditedDraft>();
  const { draft, base } = edited ?? { draft: draftOf(flow), base: flow.LastModifiedTime };
  const edit = (next: FlowDraft) => setEdited({ draft: next, base });
  const changes = changesOf(flow, draft);
  const isChanged = changes !== undefined;
  useEffect(() => {
    onDraft(isChanged);
    return () => onDraft(false);
  }, [isChanged, onDraft]);
  const isReadOnly = flow.Source?.ReadOnlyReason !== undefined;
  const definition = useDefinition(draft.definition, flow.Name);
  const [isComparing, setIsComparing] = useState(false);
  const save = useSave(flow.Name, {
    onSaved: () => {
      setEdited(undefined);
      setIsComparing(false);
    },
    onOverhauled: (newBase) => setEdited({ draft, base: newBase }),
  });
  const maySave = isChanged && mayBeSaved(definition) && !save.isPending;
  const submit = () => {
    if (maySave) save.mutate({ changes, base });
  };
  useHotkeys([['mod+S', submit]], [], true);
  return (
    <>
      <LeaveGuard isNeeded={isChanged} />
      <Group gap="xs" mb="xs">
        <Button onClick={submit} disabled={!maySave} loading={save.isPending}>
          {common('action.save')}
        </Button>
        <Button variant="default" disabled={!isChanged} onClick={() => setIsComparing(!isComparing)}>
          {t(isComparing ? 'hideChanges' : 'showChanges')}
        </Button>
        <Button variant="subtle" disabled={!isChanged} onClick={() => setEdited(undefined)}>
          {t('discard')}
        </Button>
        <Text size="sm" c="dimmed" aria-live="polite">
          {t(isChanged ? 'changed' : 'unchanged')}
        </Text>
      </Group>
      {save.error !== null && <ErrorAlert error={save.error} />}
      {flow.Source !== undefined && <FlowSource source={flow.Source} />}
      <DefinitionEditor
        flowName={flow.Name}
        text={draft.definition}
        read={definition}
        {...(!isReadOnly && { onChange: (text: string) => edit({ ...draft, definition: text }) })}
        {...(isComparing && isChanged && { compareWith: flow.Definition })}
      />
      <FlowFields draft={draft} onChange={edit} />
    </>
  );
}

interface SaveHandlers {
  readonly onSaved: () => void;
  /** Another user has saved since the draft was begun; the next save may replace what they wrote. */
  readonly onOverhauled: (base: string) => void;
}

/** The API takes any update, so what the draft began from is looked at first. */
function useSave(name: string, { onSaved, onOverhauled }: SaveHandlers) {
  const { t } = useTranslation('flows');
  const callApi = useCallApi();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async ({ changes, base }: { changes: FlowChanges; base: string }) => {
      const current = await callApi('DescribeFlow', { Name: name });
      if (current.LastModifiedTime === base) return await callApi('UpdateFlow', { Name: name, ...changes });
      queryClient.setQueryData(flowKey(name), current);
      onOverhauled(current.LastModifiedTime);
      throw new Error(t('overhauled'));
    },
    onSuccess: async (saved) => {
      queryClient.setQueryData(flowKey(name), saved);
      onSaved();
      notifications.show({ color: 'green', message: t('saved', { name }) });
      await queryClient.invalidateQueries({ queryKey: FLOWS });
    },
  });
}

import { Button, Group, Modal, NumberInput, Select, Stack, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FlowAliasView, FlowVersionView } from '../../../../../src/api/contract.ts';
import { useCallApi } from '../../../api/session-context.tsx';
import { versionsKey } from '../../../api/versions.ts';
import { ErrorAlert } from '../../../components/error-alert.tsx';

interface AliasFormProps {
  readonly flowName: string;
  readonly versions: readonly FlowVersionView[];
  /** The one that is changed; absent for a new one. */
  readonly alias?: FlowAliasView<string>;
  readonly onClose: () => void;
}

/** Leads an alias to one version, or shares its starts over two. */
export function AliasForm({ flowName, versions, alias, onClose }: AliasFormProps) {
  const { t } = useTranslation('versions');
  const { t: common } = useTranslation();
  const [first, second] = alias?.RoutingConfigurations ?? [];
  const [name, setName] = useState(alias?.Name ?? '');
  const [version, setVersion] = useState(first?.Version ?? versions[0]?.Version ?? '');
  const [canary, setCanary] = useState<string | null>(second?.Version ?? null);
  const [share, setShare] = useState<number | string>(shareOf(first?.Weight, second?.Weight));
  const save = useSave(flowName, alias !== undefined, onClose);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const routes =
      canary === null || canary === version
        ? [{ Version: version, Weight: 100 }]
        : [
            { Version: version, Weight: 100 - Number(share) },
            { Version: canary, Weight: Number(share) },
          ];
    save.mutate({ name, routes: JSON.stringify(routes) });
  };
  const choices = versions.map(({ Version }) => ({
    value: Version,
    label: t('version', { version: Version }),
  }));
  return (
    <Modal
      opened
      onClose={onClose}
      title={alias === undefined ? t('alias.create') : t('alias.edit', { name: alias.Name })}
      closeButtonProps={{ 'aria-label': common('action.close') }}
    >
      <Stack component="form" onSubmit={submit}>
        {alias === undefined && (
          <TextInput
            label={t('alias.name')}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            required
            autoComplete="off"
          />
        )}
        <Select
          label={t('alias.to')}
          data={choices}
          value={version}
          onChange={(chosen) => setVersion(chosen ?? version)}
          allowDeselect={false}
        />
        <Select
          label={t('alias.canary')}
          description={t('alias.canaryHint')}
          data={choices.filter(({ value }) => value !== version)}
          value={canary}
          onChange={setCanary}
          clearable
        />
        {canary !== null && canary !== version && (
          <NumberInput
            label={t('alias.weight')}
            value={share}
            onChange={setShare}
            min={0}
            max={100}
            allowDecimal={false}
          />
        )}
        {save.error !== null && <ErrorAlert error={save.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {common('action.cancel')}
          </Button>
          <Button type="submit" loading={save.isPending}>
            {common('action.save')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

/** The second version's share in hundredths, whatever the weights add up to; a tenth for a new one. */
function shareOf(first: string | undefined, second: string | undefined): number {
  if (first === undefined || second === undefined) return 10;
  return Math.round((100 * Number(second)) / (Number(first) + Number(second)));
}

function useSave(flowName: string, isKnown: boolean, onClose: () => void) {
  const { t } = useTranslation('versions');
  const callApi = useCallApi();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async ({ name, routes }: { name: string; routes: string }) => {
      const request = { FlowName: flowName, Name: name, RoutingConfigurations: routes };
      if (isKnown) await callApi('UpdateFlowAlias', request);
      else await callApi('CreateFlowAlias', request);
      return name;
    },
    onSuccess: async (name) => {
      onClose();
      notifications.show({ message: t('alias.saved', { name }) });
      await queryClient.invalidateQueries({ queryKey: versionsKey(flowName) });
    },
  });
}

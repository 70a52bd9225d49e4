import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCallApi } from '../../api/session-context.tsx';
import { DefinitionSelect } from '../../components/definition-select.tsx';
import { BulkProgress } from './bulk-progress.tsx';
import type { ExecutionId } from './selection.ts';
import { useBulk } from './use-bulk.ts';

interface RedriveModalProps {
  /** Those that are asked about when the form opens. */
  readonly executions: readonly ExecutionId[];
  /** The one flow that they are of; absent for several. */
  readonly flowName: string | undefined;
  readonly onClose: () => void;
}

/** Lets executions go on before what ended each, or tells what that would mean. */
export function RedriveModal({ executions, flowName, onClose }: RedriveModalProps) {
  const { t } = useTranslation('executions');
  const { t: common } = useTranslation();
  const callApi = useCallApi();
  const [asked] = useState(executions);
  const [qualifier, setQualifier] = useState<string | null>(null);
  const [isDone, setIsDone] = useState(false);
  const { outcomes, isBusy, run } = useBulk(asked);
  const redrive = async (isDryRun: boolean) => {
    setIsDone(!isDryRun);
    await run(async ({ flowName: FlowName, name: ExecutionName }) => {
      const answer = await callApi('RedriveExecution', {
        FlowName,
        ExecutionName,
        ...(qualifier !== null && { Qualifier: qualifier }),
        ...(isDryRun && { DryRun: true }),
      });
      if (answer.RefusedReason !== undefined) throw new Error(answer.RefusedReason);
      const { RedriveCount: count, StepsAgainCount: again, StepsKeptCount: kept } = answer;
      return isDryRun ? t('redriving.wouldGoOn', { again, kept }) : t('redriving.goesOn', { count });
    });
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('redriving.title', { count: asked.length })}
      closeButtonProps={{ 'aria-label': common('action.close') }}
    >
      <Stack>
        <Text size="sm">{t('redriving.text')}</Text>
        {flowName !== undefined && (
          <DefinitionSelect
            flowName={flowName}
            label={t('redriving.definition')}
            placeholder={t('redriving.sameDefinition')}
            value={qualifier}
            onChange={setQualifier}
            isDisabled={isBusy || isDone}
          />
        )}
        {outcomes !== undefined && (
          <BulkProgress executions={asked} outcomes={outcomes} refused={t('redriving.refused')} />
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {common(isDone ? 'action.close' : 'action.cancel')}
          </Button>
          {!isDone && (
            <Button variant="default" loading={isBusy} onClick={() => void redrive(true)}>
              {t('redriving.dryRun')}
            </Button>
          )}
          {(!isDone || isBusy) && (
            <Button loading={isBusy && isDone} disabled={isBusy} onClick={() => void redrive(false)}>
              {t('redriving.submit')}
            </Button>
          )}
        </Group>
      </Stack>
    </Modal>
  );
}

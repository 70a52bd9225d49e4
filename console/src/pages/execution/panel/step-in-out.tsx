import { Stack } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { StepRun } from '../../../../../src/trace/model.ts';
import { isOpen } from '../../../../../src/trace/run-status.ts';
import { stepData } from '../../../../../src/trace/step-data.ts';
import { useShown } from '../shown-execution.ts';
import { DataBlock } from './data-block.tsx';

/** Data of a step: as it saw them, and as it handed them on. */
export function StepInOut({ run }: { run: StepRun }) {
  const { t } = useTranslation('execution');
  const { model } = useShown();
  const { input, output, entered } = useMemo(() => stepData(model, run), [model, run]);
  const missing = t(isOpen(run) ? 'panel.noOutput' : 'panel.noOutputEver');
  return (
    <Stack gap="md">
      <DataBlock name={t('panel.input')} hint={t('panel.inputHint')} value={input} missing={missing} />
      <DataBlock name={t('panel.output')} hint={t('panel.outputHint')} value={output} missing={missing} />
      <DataBlock
        name={t('panel.listInput')}
        hint={t('panel.listInputHint')}
        value={entered}
        missing={missing}
      />
    </Stack>
  );
}

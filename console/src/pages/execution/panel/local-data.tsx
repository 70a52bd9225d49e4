import { Stack, Text } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { stringifyJson } from '../../../../../src/common/json-text.ts';
import type { StepRun } from '../../../../../src/trace/model.ts';
import { stepData } from '../../../../../src/trace/step-data.ts';
import { DiffView } from '../../../components/code/diff-view.tsx';
import { useShown } from '../shown-execution.ts';
import { DataBlock } from './data-block.tsx';

/** The local of the list around a step, before and after it. */
export function LocalData({ run }: { run: StepRun }) {
  const { t } = useTranslation('execution');
  const { model } = useShown();
  const { localBefore, localAfter } = useMemo(() => stepData(model, run), [model, run]);
  const before = stringifyJson(localBefore ?? {}, 2);
  const after = stringifyJson(localAfter ?? {}, 2);
  if (localAfter === undefined || before === after) {
    return (
      <Stack gap="xs">
        <Text size="sm" c="dimmed">
          {t(localAfter === undefined ? 'panel.localOpen' : 'panel.localSame')}
        </Text>
        <DataBlock name={t('panel.localBefore')} value={localBefore} missing="" />
      </Stack>
    );
  }
  return (
    <Stack gap={4}>
      <Text component="h3" size="sm" fw={600} m={0}>
        {t('panel.local')}
      </Text>
      <DiffView before={before} after={after} language="json" label={t('panel.local')} maxHeight="420px" />
    </Stack>
  );
}

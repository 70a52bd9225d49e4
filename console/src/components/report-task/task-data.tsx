import { Code, Spoiler, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { OpenTaskView } from '../../../../src/api/contract.ts';
import { stringifyJson } from '../../../../src/common/json-text.ts';
import { approvalOf } from './approval.ts';

/** The input of a task, on which a person decides, without its token. */
export function TaskData({ task, height = 110 }: { task: OpenTaskView; height?: number }) {
  const { t } = useTranslation('tokens');
  const { data } = approvalOf(task);
  if (Object.keys(data).length === 0) return <Text c="dimmed">{t('noData')}</Text>;
  return (
    <Spoiler maxHeight={height} showLabel={t('showAll')} hideLabel={t('showLess')}>
      <Code block style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
        {stringifyJson(data, 2)}
      </Code>
    </Spoiler>
  );
}

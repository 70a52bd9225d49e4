import { Spoiler, Stack, Text } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { readCause } from '../../../../src/trace/read-cause.ts';
import { JsonView } from '../../components/code/json-view.tsx';

interface CauseProps {
  readonly text: string;
  /** Pixels of a text that are shown before the reader asks for all of it. @default 96 */
  readonly maxHeight?: number;
}

/** The cause of a failure: its text, or the message and below it all of what a function threw. */
export function Cause({ text, maxHeight = 96 }: CauseProps) {
  const { t } = useTranslation('execution');
  const { message, places } = useMemo(() => readCause(text), [text]);
  if (text === '') return null;
  if (message === text) {
    return (
      <Spoiler maxHeight={maxHeight} showLabel={t('failure.showCause')} hideLabel={t('failure.hideCause')}>
        <Text size="sm" className="cause">
          {text}
        </Text>
      </Spoiler>
    );
  }
  return (
    <Stack gap={4}>
      <Text size="sm" className="cause">
        {message}
        {places.length > 0 && ` (${places.join(', ')})`}
      </Text>
      <details className="cause-details">
        <summary>{t('failure.details')}</summary>
        <JsonView text={text} label={t('panel.cause')} maxHeight="220px" />
      </details>
    </Stack>
  );
}

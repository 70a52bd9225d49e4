import { Spoiler, Stack, Text } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { isJsonObject } from '../../../../src/common/json.ts';
import { JsonView } from '../../components/code/json-view.tsx';

/** The cause of a failure: its text, or the message and below it all of what a function threw. */
export function Cause({ text }: { text: string }) {
  const { t } = useTranslation('execution');
  const message = useMemo(() => thrownMessage(text), [text]);
  if (text === '') return null;
  if (message === undefined) {
    return (
      <Spoiler maxHeight={96} showLabel={t('failure.showCause')} hideLabel={t('failure.hideCause')}>
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
      </Text>
      <details className="cause-details">
        <summary>{t('failure.details')}</summary>
        <JsonView text={text} label={t('panel.cause')} maxHeight="220px" />
      </details>
    </Stack>
  );
}

/** The message in the JSON text by which functions tell what they threw. */
function thrownMessage(text: string): string | undefined {
  try {
    const thrown: unknown = JSON.parse(text);
    if (!isJsonObject(thrown)) return undefined;
    const { errorMessage } = thrown;
    return typeof errorMessage === 'string' && errorMessage !== '' ? errorMessage : undefined;
  } catch {
    return undefined;
  }
}

import { Alert, Text } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { FlowSourceView } from '../../../../src/api/contract.ts';

/** The file that a flow comes from: saving writes it, or why its definition is read-only here. */
export function FlowSource({ source: { File: file, ReadOnlyReason: reason } }: { source: FlowSourceView }) {
  const { t } = useTranslation('flows');
  if (reason === undefined) {
    return (
      <Text size="sm" c="dimmed" mb="xs">
        {t('source.saved', { file })}
      </Text>
    );
  }
  return (
    <Alert color="yellow" icon={<IconLock aria-hidden />} mb="xs" role="note">
      {t('source.readOnly', { file, reason })}
    </Alert>
  );
}

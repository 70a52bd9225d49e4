import { SimpleGrid, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { FlowDraft } from './flow-draft.ts';

interface FlowFieldsProps {
  readonly draft: FlowDraft;
  readonly onChange: (draft: FlowDraft) => void;
}

/** The fields of a flow beside its definition. */
export function FlowFields({ draft, onChange }: FlowFieldsProps) {
  const { t } = useTranslation('flows');
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }} mt="md">
      <TextInput
        label={t('description')}
        description={t('descriptionHint')}
        value={draft.description}
        onChange={(event) => onChange({ ...draft, description: event.currentTarget.value })}
      />
      <TextInput
        label={t('role')}
        description={t('roleHint')}
        value={draft.role}
        onChange={(event) => onChange({ ...draft, role: event.currentTarget.value })}
      />
    </SimpleGrid>
  );
}

import { Group, NumberInput, Select, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ScheduleDraft } from './schedule-draft.ts';

const POLICIES = ['AllowAll', 'Skip', 'BufferOne', 'CancelOther'] as const;
const MAX_JITTER = 600;
const MAX_CATCH_UP = 86_400;

interface BehaviourFieldsProps {
  readonly draft: ScheduleDraft;
  readonly onChange: (part: Partial<ScheduleDraft>) => void;
}

/** The fields of a schedule that the original has not: overlap, bounds, jitter and catching up. */
export function BehaviourFields({ draft, onChange }: BehaviourFieldsProps) {
  const { t } = useTranslation('schedules');
  return (
    <>
      <Select
        label={t('overlap')}
        description={t('overlapHint')}
        data={POLICIES.map((value) => ({ value, label: t(`policy.${value}`) }))}
        value={draft.overlap}
        onChange={(overlap) => onChange({ overlap: POLICIES.find((each) => each === overlap) ?? 'AllowAll' })}
        allowDeselect={false}
      />
      <Group grow>
        <TextInput
          type="datetime-local"
          label={t('start')}
          value={draft.start}
          onChange={(event) => onChange({ start: event.currentTarget.value })}
        />
        <TextInput
          type="datetime-local"
          label={t('end')}
          value={draft.end}
          onChange={(event) => onChange({ end: event.currentTarget.value })}
        />
      </Group>
      <Group grow align="flex-start">
        <NumberInput
          label={t('jitter')}
          description={t('jitterHint')}
          min={0}
          max={MAX_JITTER}
          allowDecimal={false}
          value={draft.jitter}
          onChange={(jitter) => onChange({ jitter: Number(jitter) })}
        />
        <NumberInput
          label={t('catchUp')}
          description={t('catchUpHint')}
          min={0}
          max={MAX_CATCH_UP}
          allowDecimal={false}
          value={draft.catchUp}
          onChange={(catchUp) => onChange({ catchUp: Number(catchUp) })}
        />
      </Group>
    </>
  );
}

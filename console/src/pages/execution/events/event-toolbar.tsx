import { Checkbox, Group, MultiSelect, Text, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useShown } from '../shown-execution.ts';
import type { EventFilter } from './event-filter.ts';

interface EventToolbarProps {
  readonly filter: EventFilter;
  readonly onChange: (filter: EventFilter) => void;
  readonly shown: number;
}

/** Chooses which events are listed. */
export function EventToolbar({ filter, onChange, shown }: EventToolbarProps) {
  const { t } = useTranslation('execution');
  const { model, selection } = useShown();
  const { types, steps } = useChoices();
  return (
    <Group gap="xs" className="view-toolbar" align="center">
      <TextInput
        aria-label={t('events.search')}
        placeholder={t('events.search')}
        leftSection={<IconSearch size={16} aria-hidden />}
        value={filter.text}
        onChange={(event) => onChange({ ...filter, text: event.currentTarget.value })}
        className="event-search"
      />
      <MultiSelect
        aria-label={t('events.types')}
        placeholder={filter.types.length === 0 ? t('events.types') : ''}
        data={types}
        value={[...filter.types]}
        onChange={(value) => onChange({ ...filter, types: value })}
        clearable
        searchable
        className="event-select"
      />
      <MultiSelect
        aria-label={t('events.steps')}
        placeholder={filter.steps.length === 0 ? t('events.steps') : ''}
        data={steps}
        value={[...filter.steps]}
        onChange={(value) => onChange({ ...filter, steps: value })}
        clearable
        searchable
        limit={100}
        className="event-select"
      />
      {selection.run !== undefined && (
        <Checkbox
          label={t('events.ofSelected')}
          checked={filter.run !== undefined}
          onChange={(event) =>
            onChange({ ...filter, run: event.currentTarget.checked ? selection.run : undefined })
          }
        />
      )}
      <Text size="sm" c="dimmed" role="status" ml="auto">
        {t('events.shown', { shown, count: model.lastEventId })}
      </Text>
    </Group>
  );
}

/** The types and steps that occur, in the order in which they occur first. */
function useChoices() {
  const { model } = useShown();
  return useMemo(() => {
    const events = model.events.values();
    const types = [...new Set(events.map(({ Type }) => Type))];
    const steps = [...new Set([...model.totals.values()].map(({ name }) => name))];
    return { types, steps };
  }, [model]);
}

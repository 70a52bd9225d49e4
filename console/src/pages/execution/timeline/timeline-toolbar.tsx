import { ActionIcon, Group, Text } from '@mantine/core';
import {
  IconArrowsHorizontal,
  IconChevronLeft,
  IconChevronRight,
  IconZoomIn,
  IconZoomOut,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

interface TimelineToolbarProps {
  readonly isWhole: boolean;
  readonly zoomIn: () => void;
  readonly zoomOut: () => void;
  readonly earlier: () => void;
  readonly later: () => void;
  readonly fit: () => void;
}

/** Moves the window of the timeline. */
export function TimelineToolbar({ isWhole, zoomIn, zoomOut, earlier, later, fit }: TimelineToolbarProps) {
  const { t } = useTranslation('execution');
  const tools = [
    { name: 'zoomIn', run: zoomIn, Sign: IconZoomIn, isOff: false },
    { name: 'zoomOut', run: zoomOut, Sign: IconZoomOut, isOff: isWhole },
    { name: 'fit', run: fit, Sign: IconArrowsHorizontal, isOff: isWhole },
    { name: 'earlier', run: earlier, Sign: IconChevronLeft, isOff: isWhole },
    { name: 'later', run: later, Sign: IconChevronRight, isOff: isWhole },
  ] as const;
  return (
    <Group gap="xs" justify="space-between" wrap="nowrap" className="view-toolbar">
      <Text size="xs" c="dimmed" visibleFrom="sm">
        {t('timeline.hint')}
      </Text>
      <Group gap={4} wrap="nowrap" ml="auto">
        {tools.map(({ name, run, Sign, isOff }) => (
          <ActionIcon
            key={name}
            variant="default"
            aria-label={t(`timeline.${name}`)}
            title={t(`timeline.${name}`)}
            disabled={isOff}
            onClick={run}
          >
            <Sign size={16} aria-hidden />
          </ActionIcon>
        ))}
      </Group>
    </Group>
  );
}

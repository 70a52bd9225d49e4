import { ActionIcon, Button, Group, Popover } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { StepRun } from '../../../../../src/trace/model.ts';
import { runsAt } from '../../../../../src/trace/tally.ts';
import { durationText } from '../../../components/duration-text.ts';
import { PickerList } from '../picker-list.tsx';
import { useShown } from '../shown-execution.ts';

/** Chooses among the runs of a step that ran several times. */
export function RunPicker({ run }: { run: StepRun }) {
  const { t, i18n } = useTranslation('execution');
  const { model, selection } = useShown();
  const [isOpen, { close, toggle }] = useDisclosure();
  const runs = useMemo(() => runsAt(model, run.place), [model, run.place]);
  const count = runs.length;
  if (count < 2) return null;
  const at = run.ordinal - 1;
  const pick = (index: number) => {
    close();
    selection.select(runs[index]?.id);
  };
  const itemAt = (index: number) => {
    const item = runs[index];
    const status = item?.status ?? 'running';
    const text = t('panel.runOf', { number: index + 1, count });
    const note =
      item?.endedAt === undefined ? '' : durationText(item.endedAt - item.enteredAt, i18n.language);
    return { text, note, status, said: t(`run.${status}`) };
  };
  return (
    <Group gap="xs">
      <ActionIcon
        variant="default"
        aria-label={t('panel.previousRun')}
        disabled={at === 0}
        onClick={() => pick(at - 1)}
      >
        <IconChevronLeft size={16} aria-hidden />
      </ActionIcon>
      <Popover opened={isOpen} onChange={close} trapFocus returnFocus shadow="md" width={280}>
        <Popover.Target>
          <Button variant="default" size="compact-md" onClick={toggle}>
            {t('panel.run')} {t('panel.runOf', { number: run.ordinal, count })}
          </Button>
        </Popover.Target>
        <Popover.Dropdown p="xs">
          <PickerList label={t('panel.run')} count={count} selected={at} onPick={pick} itemAt={itemAt} />
        </Popover.Dropdown>
      </Popover>
      <ActionIcon
        variant="default"
        aria-label={t('panel.nextRun')}
        disabled={at === count - 1}
        onClick={() => pick(at + 1)}
      >
        <IconChevronRight size={16} aria-hidden />
      </ActionIcon>
    </Group>
  );
}

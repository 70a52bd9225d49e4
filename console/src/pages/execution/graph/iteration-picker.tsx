import { ActionIcon, Button, Popover, Stack } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ExecutionModel, RunFrame, RunStatus, StepRun } from '../../../../../src/trace/model.ts';
import { framesOf, runsOf } from '../../../../../src/trace/tally.ts';
import { durationText } from '../../../components/duration-text.ts';
import { PickerList } from '../picker-list.tsx';
import { useShown } from '../shown-execution.ts';

interface IterationPickerProps {
  /** A run of a foreach. */
  readonly run: StepRun;
  /** The iteration that is looked at; undefined for all of them together. */
  readonly chosen: RunFrame | undefined;
}

/** How an iteration stands, in the words of its runs. */
const STATUS = {
  open: 'running',
  exited: 'succeeded',
  failed: 'failed',
  abandoned: 'abandoned',
} as const satisfies Record<RunFrame['status'], RunStatus>;

/** Chooses which iteration of a foreach is looked at. */
export function IterationPicker({ run, chosen }: IterationPickerProps) {
  const { t, i18n } = useTranslation('execution');
  const { model, selection } = useShown();
  const [isOpen, { close, toggle }] = useDisclosure();
  const frames = useMemo(() => framesOf(model, run), [model, run]);
  const at = chosen === undefined ? undefined : frames.indexOf(chosen);
  const { name } = run;
  const count = frames.length;
  const pick = (index: number | undefined) => {
    close();
    const frame = index === undefined ? undefined : frames[index];
    const shown = selection.run === undefined ? undefined : model.runs.get(selection.run);
    selection.select(frame === undefined ? run.id : runToShow(model, frame, shown));
  };
  const step = (by: number) => pick(at === undefined ? (by > 0 ? 0 : count - 1) : at + by);
  return (
    <div className="iteration-picker">
      <ActionIcon
        size="sm"
        variant="default"
        aria-label={t('graph.previous', { name })}
        disabled={at === 0}
        onClick={() => step(-1)}
      >
        <IconChevronLeft size={14} aria-hidden />
      </ActionIcon>
      <Popover opened={isOpen} onChange={close} trapFocus returnFocus shadow="md" width={280}>
        <Popover.Target>
          <Button
            size="compact-xs"
            variant="default"
            aria-label={`${t('graph.iteration', { name })}: ${chosenText()}`}
            onClick={toggle}
          >
            {chosenText()}
          </Button>
        </Popover.Target>
        <Popover.Dropdown p="xs">
          <Stack gap="xs">
            <Button size="compact-sm" variant="light" onClick={() => pick(undefined)}>
              {t('graph.all', { count })}
            </Button>
            <PickerList
              label={t('graph.iteration', { name })}
              count={count}
              selected={at}
              onPick={pick}
              itemAt={(index) => itemOf(frames[index])}
            />
          </Stack>
        </Popover.Dropdown>
      </Popover>
      <ActionIcon
        size="sm"
        variant="default"
        aria-label={t('graph.next', { name })}
        disabled={at === count - 1}
        onClick={() => step(1)}
      >
        <IconChevronRight size={14} aria-hidden />
      </ActionIcon>
    </div>
  );

  function chosenText(): string {
    return at === undefined
      ? t('graph.all', { count })
      : t('graph.one', { number: (chosen?.index ?? at) + 1, count });
  }

  function itemOf(frame: RunFrame | undefined) {
    const status = STATUS[frame?.status ?? 'open'];
    const text = t('timeline.iteration', { number: (frame?.index ?? 0) + 1 });
    const took = frame?.closedAt === undefined ? undefined : frame.closedAt - frame.openedAt;
    const note = took === undefined ? '' : durationText(took, i18n.language);
    return { text, note, status, said: t(`run.${status}`) };
  }
}

/** The run to select in an iteration: the same step as before, else the one that failed, else the last. */
function runToShow(model: ExecutionModel, frame: RunFrame, shown: StepRun | undefined): number | undefined {
  const runs = runsOf(model, frame);
  const same = runs.findLast(({ place }) => place === shown?.place);
  return (same ?? runs.find(({ status }) => status === 'failed') ?? runs.at(-1))?.id;
}

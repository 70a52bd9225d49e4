import type { TFunction } from 'i18next';
import type { RunStatus } from '../../../../../src/trace/model.ts';
import { durationText } from '../../../components/duration-text.ts';
import type { TimelineRow } from './rows.ts';
import type { Segment } from './segments.ts';

/** Texts of a line of the timeline. */
export interface RowTexts {
  readonly name: string;
  readonly status: RunStatus;
  readonly took: string;
  /** All of it in one sentence. */
  readonly label: string;
}

const FRAME_STATUS = {
  open: 'running',
  exited: 'succeeded',
  failed: 'failed',
  abandoned: 'abandoned',
} as const;

/** Texts of the lines of a timeline in the reader's language. */
export interface TimelineTexts {
  readonly ofRow: (row: TimelineRow, now: number) => RowTexts;
  readonly ofSegment: (segment: Segment, now: number) => string;
}

/** The texts of all lines of a timeline. */
export function timelineTexts(t: TFunction<'execution'>, language: string): TimelineTexts {
  return {
    ofRow: (row, now) => rowTexts(row, now, t, language),
    ofSegment: ({ kind, from, to }, now) =>
      `${t(`timeline.part.${kind}`)}, ${durationText((to ?? now) - from, language)}`,
  };
}

function rowTexts(
  { run, frame }: TimelineRow,
  now: number,
  t: TFunction<'execution'>,
  language: string,
): RowTexts {
  const status = run?.status ?? FRAME_STATUS[frame?.status ?? 'open'];
  const number = (frame?.index ?? 0) + 1;
  const name =
    run?.name ?? t(frame?.kind === 'branch' ? 'timeline.branch' : 'timeline.iteration', { number });
  const from = run?.enteredAt ?? frame?.openedAt ?? now;
  const took = durationText((run?.endedAt ?? frame?.closedAt ?? now) - from, language);
  return { name, status, took, label: `${name} ${took}, ${t(`run.${status}`)}` };
}

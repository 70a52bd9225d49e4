import type { RunFrame, StepRun } from '../../../../../src/trace/model.ts';
import { RUN_LOOKS } from '../run-looks.ts';
import type { TimelineTexts } from './row-texts.ts';
import type { TimelineRow } from './rows.ts';
import { type Segment, segmentsOf } from './segments.ts';
import type { TimeWindow } from './time-window.ts';

interface TimelineBarProps {
  readonly row: TimelineRow;
  readonly window: TimeWindow;
  readonly now: number;
  readonly texts: TimelineTexts;
}

/** A line in the window, as a bar of parts. */
export function TimelineBar({ row, window, now, texts }: TimelineBarProps) {
  const { run, frame } = row;
  const segments = run === undefined ? frameSegments(frame) : segmentsOf(run);
  const status = run === undefined ? frameStatus(frame) : RUN_LOOKS[run.status].inGraph;
  const isGroup = row.isOpen !== undefined;
  return (
    <div className="timeline-chart" aria-hidden>
      {segments.map((segment) => (
        <span
          key={`${segment.kind} ${segment.from}`}
          className="timeline-segment"
          data-kind={isGroup ? 'group' : segment.kind}
          data-status={segment.isFailed ? 'failed' : statusOfPart(segment, status, run)}
          data-open={segment.to === undefined || undefined}
          title={texts.ofSegment(segment, now)}
          style={place(segment, window, now)}
        />
      ))}
    </div>
  );
}

function frameSegments(frame: RunFrame | undefined): readonly Segment[] {
  if (frame === undefined) return [];
  return [{ kind: 'step', from: frame.openedAt, to: frame.closedAt, isFailed: frame.status === 'failed' }];
}

function frameStatus(frame: RunFrame | undefined): string {
  if (frame?.status === 'open') return 'running';
  return frame?.status === 'exited' ? 'succeeded' : 'stopped';
}

/** The parts of a run that failed in the end may have gone well. */
function statusOfPart({ to, kind }: Segment, status: string, run: StepRun | undefined): string {
  if (to === undefined) return kind === 'call' || kind === 'step' ? 'running' : 'waiting';
  const isAbandoned = run?.status === 'abandoned' && to === run.endedAt;
  return isAbandoned || kind === 'step' || kind === 'rest' ? status : 'succeeded';
}

function place({ from, to }: Segment, window: TimeWindow, now: number) {
  const length = window.to - window.from;
  const share = (at: number) => Math.min(1.001, Math.max(-0.001, (at - window.from) / length)) * 100;
  const left = share(from);
  return { left: `${left}%`, width: `${share(to ?? Math.max(now, from)) - left}%` };
}

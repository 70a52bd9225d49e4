import './timeline.css';
import { useElementSize } from '@mantine/hooks';
import { type Dispatch, type SetStateAction, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { StepRun } from '../../../../../src/trace/model.ts';
import { EmptyState } from '../../../components/empty-state.tsx';
import { useNow } from '../../../components/use-now.ts';
import { useShown } from '../shown-execution.ts';
import { Axis } from './axis.tsx';
import { openedAround, type TimelineRow, timelineRows } from './rows.ts';
import { TimelineToolbar } from './timeline-toolbar.tsx';
import { TimelineTree } from './timeline-tree.tsx';
import { useTimelineWindow } from './use-timeline-window.ts';

/** Width of the names, as a share of the whole and in pixels. */
const NAMES = { share: 0.36, least: 150, most: 300 };
/** Room behind the last bar, as a share of the whole, so that its end is seen. */
const END_ROOM = 0.02;

/** When each step ran, rested and waited: a line per step run, as a tree. */
export function Timeline() {
  const { t } = useTranslation('execution');
  const { model, selection } = useShown();
  const [toggled, setToggled] = useState<ReadonlySet<number>>(new Set());
  const rows = useMemo(() => timelineRows(model, toggled), [model, toggled]);
  useSelectedOpen(setToggled);
  const now = useEnd();
  const from = model.startedAt ?? now;
  const whole = { from, to: now + Math.max(1, (now - from) * END_ROOM) };
  const view = useTimelineWindow(whole);
  const { ref, width } = useElementSize();
  const nameWidth = Math.round(Math.min(NAMES.most, Math.max(NAMES.least, width * NAMES.share)));
  const { select } = selection;
  const toggle = useCallback((row: TimelineRow) => setToggled((before) => toggledWith(before, row.id)), []);
  const onSelect = useCallback(
    (row: TimelineRow) => (row.run === undefined ? toggle(row) : select(row.run.id)),
    [select, toggle],
  );
  if (rows.length === 0) return <EmptyState text={t('timeline.empty')} />;
  return (
    <div className="timeline" style={{ ['--name-width' as string]: `${nameWidth}px` }}>
      <TimelineToolbar {...view} />
      <div ref={ref} className="timeline-head">
        <span className="timeline-name">{t('timeline.step')}</span>
        <Axis window={view.window} width={Math.max(0, width - nameWidth)} />
      </div>
      <TimelineTree
        rows={rows}
        now={now}
        view={view}
        nameWidth={nameWidth}
        onSelect={onSelect}
        onToggle={toggle}
      />
    </div>
  );
}

/** Opens what the selected run lies in, once for each selection, so that it can be closed again. */
function useSelectedOpen(change: Dispatch<SetStateAction<ReadonlySet<number>>>): void {
  const { model, selection } = useShown();
  const seen = useRef<StepRun['id']>(undefined);
  const run = selection.run === undefined ? undefined : model.runs.get(selection.run);
  useEffect(() => {
    if (run === undefined || seen.current === run.id) return;
    seen.current = run.id;
    change((before) => openedAround(model, before, run));
  }, [model, run, change]);
}

/** The end of the execution, or the time as long as it runs. */
function useEnd(): number {
  const { model, execution } = useShown();
  const isOver = execution.StoppedTime !== '';
  const now = useNow(!isOver);
  const last = model.events.get(model.lastEventId);
  return isOver
    ? Date.parse(execution.StoppedTime)
    : Math.max(now, last === undefined ? 0 : Date.parse(last.Time));
}

function toggledWith(before: ReadonlySet<number>, id: number): ReadonlySet<number> {
  const after = new Set(before);
  if (!after.delete(id)) after.add(id);
  return after;
}

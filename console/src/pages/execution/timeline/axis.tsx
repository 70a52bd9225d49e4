import { scaleTime } from 'd3-scale';
import { useTranslation } from 'react-i18next';
import type { TimeWindow } from './time-window.ts';

const PIXELS_PER_TICK = 110;

/** The instants of a window with marks as many as fit, in the reader's zone; hovering shows UTC. */
export function Axis({ window, width }: { window: TimeWindow; width: number }) {
  const { i18n } = useTranslation();
  const scale = scaleTime([window.from, window.to], [0, width]);
  const ticks = scale.ticks(Math.max(2, Math.floor(width / PIXELS_PER_TICK)));
  const [first, second] = ticks;
  const length = window.to - window.from;
  const gap = first === undefined || second === undefined ? length : second.getTime() - first.getTime();
  const format = new Intl.DateTimeFormat(i18n.language, tickFormat(gap));
  return (
    <div className="timeline-axis" aria-hidden>
      {ticks.map((tick) => (
        <span
          key={tick.getTime()}
          className="timeline-tick"
          style={{ left: scale(tick) }}
          title={`${tick.toISOString()} (UTC)`}
        >
          {format.format(tick)}
        </span>
      ))}
    </div>
  );
}

function tickFormat(gap: number): Intl.DateTimeFormatOptions {
  if (gap >= 86_400_000) return { month: 'short', day: 'numeric' };
  if (gap >= 3_600_000) return { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit' };
  const time = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  if (gap >= 60_000) return time;
  if (gap >= 1_000) return { ...time, second: '2-digit' };
  return { minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3 };
}

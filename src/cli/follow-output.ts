import type { EventView } from '../api/contract.ts';
import { formatDuration } from './duration.ts';
import { formatEvent } from './event-line.ts';
import type { FlowHints } from './flow-hints.ts';
import { createLiveDisplay } from './live-display.ts';
import { advance, type EndedStep, NO_PROGRESS } from './progress.ts';
import { renderProgress } from './progress-view.ts';
import type { Output, Paint } from './terminal.ts';
import { printable } from './text-width.ts';

/** How often the live lines are drawn again, for their clocks. */
const REDRAW_MILLISECONDS = 200;

/** Where the events of a followed execution go. */
export interface EventSink {
  events(events: readonly EventView[]): void;
  /** Removes what was only for the time of waiting; nothing is written afterwards. */
  close(): void;
}

/** One `{"event":…}` per line. */
export function jsonSink(output: Output): EventSink {
  return {
    events(events) {
      for (const event of events) output.write(`${JSON.stringify({ event })}\n`);
    },
    close() {},
  };
}

/** One plain line per event, for output that nobody can redraw. */
export function plainSink(output: Output): EventSink {
  return {
    events(events) {
      for (const event of events) output.write(`${formatEvent(event, output.paint, output.columns)}\n`);
    },
    close() {},
  };
}

/** Live progress: steps of the flow's own list stay as they end, everything that runs is drawn below them. */
export function liveSink(output: Output, title: string, hints: FlowHints): EventSink {
  const display = createLiveDisplay(output);
  let progress = NO_PROGRESS;
  const draw = () => display.draw(renderProgress(progress, { title, now: Date.now(), hints, output }));
  const timer = setInterval(draw, REDRAW_MILLISECONDS);
  return {
    events(events) {
      progress = advance(progress, events);
      const ended = progress.justEnded.filter((step) => step.isTopLevel);
      if (ended.length > 0) display.keep(ended.map((step) => formatEnded(step, output.paint)));
      draw();
    },
    close() {
      clearInterval(timer);
      display.draw([]);
    },
  };
}

/** A step that ended, on one line. */
export function formatEnded({ name, ending, error, tookMilliseconds }: EndedStep, paint: Paint): string {
  const line = `${printable(name)}  ${formatDuration(tookMilliseconds)}`;
  switch (ending) {
    case 'exited':
      return `${paint('green', '✓')} ${line}`;
    case 'caught':
      return `${paint('yellow', '!')} ${line}  caught ${printable(error ?? '')}`;
    default:
      return `${paint('red', '✗')} ${line}  ${printable(error ?? '')}`;
  }
}

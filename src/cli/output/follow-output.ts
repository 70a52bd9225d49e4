import type { EventView } from '../../api/contract.ts';
import { formatDuration } from '../../common/duration.ts';
import { stringifyJson } from '../../common/json-text.ts';
import { appendEvents, NO_EVENTS } from '../../trace/append.ts';
import { FLOW_FRAME, type StepRun } from '../../trace/model.ts';
import type { StepsByPlace } from '../service/read-steps.ts';
import { formatEvent } from './event-line.ts';
import { createLiveDisplay } from './live-display.ts';
import { stepsEnded } from './progress.ts';
import { renderProgress } from './progress-view.ts';
import type { Output, Paint } from './terminal.ts';
import { printable } from './text-width.ts';

/** How often the live lines are drawn again, for their clocks. */
const REDRAW_MILLISECONDS = 200;

/** The output of a followed execution. */
export interface EventSink {
  events(events: readonly EventView[]): void;
  /** Removes the live lines; nothing is written afterwards. */
  close(): void;
}

/** One `{"event":…}` per line. */
export function jsonSink(output: Output): EventSink {
  return {
    events(events) {
      for (const event of events) output.write(`${stringifyJson({ event })}\n`);
    },
    close() {},
  };
}

/** One plain line per event, for output that cannot be redrawn. */
export function plainSink(output: Output): EventSink {
  return {
    events(events) {
      for (const event of events) output.write(`${formatEvent(event, output.paint, output.columns)}\n`);
    },
    close() {},
  };
}

/** Live progress: steps of the flow's own list stay as they end, everything that runs is drawn below them. */
export function liveSink(output: Output, title: string, steps: StepsByPlace): EventSink {
  const display = createLiveDisplay(output);
  let model = NO_EVENTS;
  const draw = () => display.draw(renderProgress(model, { title, now: Date.now(), steps, output }));
  const timer = setInterval(draw, REDRAW_MILLISECONDS);
  return {
    events(events) {
      const before = model;
      model = appendEvents(before, events);
      const ended = stepsEnded(before, model, events).filter(({ frame }) => frame === FLOW_FRAME);
      if (ended.length > 0) display.keep(ended.map((run) => formatEnded(run, output.paint)));
      draw();
    },
    close() {
      clearInterval(timer);
      display.draw([]);
    },
  };
}

/** A step that ended, on one line. */
export function formatEnded(run: StepRun, paint: Paint): string {
  const { name, status, error = '', enteredAt, endedAt = enteredAt } = run;
  const line = `${printable(name)}  ${formatDuration(endedAt - enteredAt)}`;
  switch (status) {
    case 'caught':
      return `${paint('yellow', '!')} ${line}  caught ${printable(error)}`;
    case 'failed':
      return `${paint('red', '✗')} ${line}  ${printable(error)}`;
    default:
      return `${paint('green', '✓')} ${line}`;
  }
}

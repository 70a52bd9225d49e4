import type { StartMessage } from '../../src/ports/dispatch-queue.ts';
import type { Schedules, Timers } from '../../src/ports/timers.ts';
import type { DispatchQueueHarness } from './dispatch-queue.suite.ts';
import type { SchedulesHarness } from './schedules.suite.ts';
import type { Firing, TimersHarness } from './timers.suite.ts';

/** Timers that fire into the queue of `harness`, and what arrives there. */
export function openTimers(harness: DispatchQueueHarness, timers: Timers): TimersHarness {
  const firings: Firing[] = [];
  harness.consume(async ({ body }) => {
    if (body.kind === 'command' && body.command.type === 'FireTimer') {
      const { timer, dueAt } = body.command;
      firings.push({ execution: body.execution, timer, dueAt, at: harness.now() });
    }
    return { done: true };
  });
  return { ...harness, timers, fired: () => firings };
}

/** Schedules that fire into the queue of `harness`, and what arrives there. */
export function openSchedules(harness: DispatchQueueHarness, schedules: Schedules): SchedulesHarness {
  const starts: { message: StartMessage; at: number }[] = [];
  harness.consume(async ({ body }) => {
    if (body.kind === 'start') starts.push({ message: body, at: harness.now() });
    return { done: true };
  });
  return { ...harness, schedules, started: () => starts };
}

import type { EventView } from '../../../src/api/contract.ts';

/** Noon, so that times in expectations are easy to count. */
export const NOON = Date.UTC(2026, 0, 5, 12);

/** One event as a test writes it: type, step, the id of its cause, and perhaps detail and seconds after noon. */
export type Line = readonly [type: string, step: string, cause: number, detail?: object, atSeconds?: number];

/** A history whose events are numbered from 1. */
export function history(...lines: readonly Line[]): readonly EventView[] {
  return lines.map(([Type, StepName, ScheduleEventId, detail = {}, atSeconds = 0], i) => ({
    EventId: i + 1,
    ScheduleEventId,
    StepName,
    Type,
    EventDetail: JSON.stringify(detail),
    Time: new Date(NOON + atSeconds * 1000).toISOString(),
  }));
}

import type { ScheduleRecord, SkippedFiring } from '../../ports/flow-store.ts';
import type { EngineServices } from '../services.ts';

/** Skipped firings that a schedule remembers. */
const MOST_SKIPPED = 20;

/**
 * Changes what the service itself notes in a schedule; its firing stays as it is. A change by a caller that comes between is kept.
 * Nothing is changed when the schedule is gone.
 */
export async function changeSchedule(
  { flows }: EngineServices,
  { id, flowId, name }: ScheduleRecord,
  change: (before: ScheduleRecord) => ScheduleRecord,
): Promise<void> {
  for (;;) {
    const before = await flows.readSchedule(flowId, name);
    if (before?.id !== id) return;
    if (await flows.updateSchedule({ ...change(before), version: before.version + 1 })) return;
  }
}

/** Notes that a firing started nothing; a firing is noted once, and not while it waits: this is a repeat of its message then. */
export async function skip(
  services: EngineServices,
  schedule: ScheduleRecord,
  firing: SkippedFiring,
): Promise<void> {
  await changeSchedule(services, schedule, (before) =>
    before.waiting === firing.at ? before : withSkipped(before, firing),
  );
}

/** The schedule with a firing among those that started nothing. */
export function withSkipped(schedule: ScheduleRecord, firing: SkippedFiring): ScheduleRecord {
  const others = (schedule.skipped ?? []).filter(({ at }) => at !== firing.at);
  return { ...schedule, skipped: [...others, firing].slice(-MOST_SKIPPED) };
}

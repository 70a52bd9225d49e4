import type { FlowRecord, ScheduleRecord } from '../../ports/flow-store.ts';
import { ApiError } from '../api-error.ts';
import type { ApiServices } from '../services.ts';

/**
 * Brings the scheduler in line with the stored schedule.
 *
 *   caller A  ── store v2 ──────────────────────────── put v2 ── read v3 ── put v3 ✓
 *   caller B  ────────────── store v3 ── put v3 ✓
 *
 * A schedule that was deleted meanwhile stops firing.
 */
export async function putFiring(services: ApiServices, stored: ScheduleRecord): Promise<void> {
  let put = stored;
  for (;;) {
    await services.schedules.put(put);
    const newest = await services.flows.readSchedule(put.flowId, put.name);
    if (newest === undefined || newest.id !== put.id) return await services.schedules.remove(put);
    if (newest.version === put.version) return;
    put = newest;
  }
}

/** Ends the firing of schedules. */
export async function endFiring(
  { schedules }: ApiServices,
  stored: readonly ScheduleRecord[],
): Promise<void> {
  for (const schedule of stored) await schedules.remove(schedule);
}

/** Every schedule of a flow. */
export async function schedulesOf({ flows }: ApiServices, flow: FlowRecord): Promise<ScheduleRecord[]> {
  const found: ScheduleRecord[] = [];
  let nextToken: string | undefined;
  do {
    const page = await flows.listSchedules(flow.id, {
      limit: 100,
      ...(nextToken !== undefined && { nextToken }),
    });
    found.push(...page.items);
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return found;
}

/** Refuses to take away what a schedule starts by. @throws ApiError `ConcurrentUpdateError` */
export function refuseScheduled(schedules: readonly ScheduleRecord[], qualifier: string): void {
  const schedule = schedules.find((schedule) => schedule.qualifier === qualifier);
  if (schedule === undefined) return;
  throw new ApiError(
    'ConcurrentUpdateError',
    `Schedule '${schedule.name}' of flow '${schedule.flowName}' starts '${qualifier}'; change it first`,
  );
}

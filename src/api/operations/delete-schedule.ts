import { operation } from '../operation.ts';
import { name } from '../params/param-kinds.ts';
import { required } from '../params/params.ts';
import { endFiring } from './firing.ts';
import { findSchedule } from './lookup.ts';

/**
 * Deletes a schedule.
 *
 * The firing ends before, so that a repeat after a crash finds the schedule and goes on, and after, since an
 * update that came in between may have begun it anew.
 */
export const deleteSchedule = operation(
  'DeleteSchedule',
  { FlowName: required(name), ScheduleName: required(name) },
  async (params, services, { requestId }) => {
    const schedule = await findSchedule(services, params.FlowName, params.ScheduleName);
    await endFiring(services, [schedule]);
    // It was there: if it is gone by now, this request was repeated on its way, or somebody else's came between.
    await services.flows.deleteSchedule(schedule.flowId, schedule.name);
    await endFiring(services, [schedule]);
    return { RequestId: requestId };
  },
);

import { operation } from '../operation.ts';
import { name } from '../params/param-kinds.ts';
import { required } from '../params/params.ts';
import { endFiring } from './firing.ts';
import { findFlow, findSchedule } from './lookup.ts';
import { unlessDamaged } from './unless-damaged.ts';

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
    const { FlowName, ScheduleName } = params;
    const { id: flowId } = await findFlow(services, FlowName);
    // One that is damaged fires nothing, and can only be deleted.
    const schedule = await unlessDamaged(findSchedule(services, FlowName, ScheduleName));
    const firing = schedule === undefined ? [] : [schedule];
    await endFiring(services, firing);
    // It was there. If it is gone by now, this request was repeated on its way, or another caller has deleted it.
    await services.flows.deleteSchedule(flowId, ScheduleName);
    await endFiring(services, firing);
    return { RequestId: requestId };
  },
);

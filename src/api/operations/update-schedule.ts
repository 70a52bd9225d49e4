import { operation } from '../operation.ts';
import { cronText } from '../params/common-params.ts';
import { name } from '../params/param-kinds.ts';
import { optional, required } from '../params/params.ts';
import { changedSchedule, checkFiring, scheduleParams } from '../params/schedule-params.ts';
import { scheduleView } from '../views/schedule-view.ts';
import { putFiring } from './firing.ts';
import { demandFailureFlow, demandQualifier, findSchedule } from './lookup.ts';
import { retryUpdate } from './retry-update.ts';

/** Changes a schedule from its next firing on. */
export const updateSchedule = operation(
  'UpdateSchedule',
  {
    FlowName: required(name),
    ScheduleName: required(name),
    CronExpression: optional(cronText),
    ...scheduleParams,
  },
  async (params, services, { requestId }) => {
    const { flows, clock } = services;
    checkFiring(params, services);
    await demandQualifier(services, params.FlowName, params.Qualifier ?? '');
    await demandFailureFlow(services, params.OnFailure);
    const updated = await retryUpdate(
      () => findSchedule(services, params.FlowName, params.ScheduleName),
      (schedule) => ({
        ...changedSchedule(schedule, params),
        version: schedule.version + 1,
        cronExpression: params.CronExpression ?? schedule.cronExpression,
        modifiedAt: clock.now(),
      }),
      (schedule) => flows.updateSchedule(schedule),
    );
    await putFiring(services, updated);
    return { ...scheduleView(updated, services.clock.now()), RequestId: requestId };
  },
);

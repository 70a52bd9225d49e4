import { checkCron } from './check-cron.ts';
import { checkDataSize } from './check-data-size.ts';
import { cronText, freeText } from './common-params.ts';
import { putFiring } from './firing.ts';
import { findSchedule } from './lookup.ts';
import { operation } from './operation.ts';
import { boolean, jsonObjectOrEmpty, name } from './param-kinds.ts';
import { optional, required } from './params.ts';
import { retryUpdate } from './retry-update.ts';
import { scheduleView } from './schedule-view.ts';

/** Changes a schedule from its next firing on. */
export const updateSchedule = operation(
  'UpdateSchedule',
  {
    FlowName: required(name),
    ScheduleName: required(name),
    CronExpression: optional(cronText),
    Payload: optional(jsonObjectOrEmpty),
    Description: optional(freeText),
    Enable: optional(boolean),
  },
  async (params, services, { requestId }) => {
    const { flows, clock, limits } = services;
    if (params.CronExpression !== undefined) checkCron(params.CronExpression, services);
    checkDataSize('Payload', params.Payload ?? '', limits);
    const updated = await retryUpdate(
      () => findSchedule(services, params.FlowName, params.ScheduleName),
      (schedule) => ({
        ...schedule,
        version: schedule.version + 1,
        cronExpression: params.CronExpression ?? schedule.cronExpression,
        description: params.Description ?? schedule.description,
        payload: params.Payload ?? schedule.payload,
        isEnabled: params.Enable ?? schedule.isEnabled,
        modifiedAt: clock.now(),
      }),
      (schedule) => flows.updateSchedule(schedule),
    );
    await putFiring(services, updated);
    return { ...scheduleView(updated), RequestId: requestId };
  },
);

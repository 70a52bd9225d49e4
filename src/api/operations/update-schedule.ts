import { operation } from '../operation.ts';
import { checkCron } from '../params/check-cron.ts';
import { checkDataSize } from '../params/check-data-size.ts';
import { cronText, freeText } from '../params/common-params.ts';
import { boolean, jsonObjectOrEmpty, name } from '../params/param-kinds.ts';
import { optional, required } from '../params/params.ts';
import { keptQualifier, qualifier } from '../params/version-params.ts';
import { scheduleView } from '../views/schedule-view.ts';
import { putFiring } from './firing.ts';
import { demandQualifier, findSchedule } from './lookup.ts';
import { retryUpdate } from './retry-update.ts';

/** Changes a schedule from its next firing on. */
export const updateSchedule = operation(
  'UpdateSchedule',
  {
    FlowName: required(name),
    ScheduleName: required(name),
    CronExpression: optional(cronText),
    Payload: optional(jsonObjectOrEmpty),
    Qualifier: optional(qualifier),
    Description: optional(freeText),
    Enable: optional(boolean),
  },
  async (params, services, { requestId }) => {
    const { flows, clock, limits } = services;
    if (params.CronExpression !== undefined) checkCron(params.CronExpression, services);
    checkDataSize('Payload', params.Payload ?? '', limits);
    await demandQualifier(services, params.FlowName, params.Qualifier ?? '');
    const updated = await retryUpdate(
      () => findSchedule(services, params.FlowName, params.ScheduleName),
      ({ qualifier: before, ...schedule }) => ({
        ...schedule,
        version: schedule.version + 1,
        cronExpression: params.CronExpression ?? schedule.cronExpression,
        description: params.Description ?? schedule.description,
        payload: params.Payload ?? schedule.payload,
        ...keptQualifier(params.Qualifier ?? before),
        isEnabled: params.Enable ?? schedule.isEnabled,
        modifiedAt: clock.now(),
      }),
      (schedule) => flows.updateSchedule(schedule),
    );
    await putFiring(services, updated);
    return { ...scheduleView(updated, services.clock.now()), RequestId: requestId };
  },
);

import type { ScheduleRecord } from '../../ports/flow-store.ts';
import { ApiError } from '../api-error.ts';
import { operation } from '../operation.ts';
import { checkCron } from '../params/check-cron.ts';
import { checkDataSize } from '../params/check-data-size.ts';
import { cronText, freeText } from '../params/common-params.ts';
import { boolean, jsonObjectOrEmpty, name } from '../params/param-kinds.ts';
import { optional, required } from '../params/params.ts';
import { keptQualifier, qualifier } from '../params/version-params.ts';
import { scheduleView } from '../views/schedule-view.ts';
import { putFiring } from './firing.ts';
import { demandQualifier, findFlow } from './lookup.ts';

/** Creates a schedule, which starts a flow at the times of a cron expression. */
export const createSchedule = operation(
  'CreateSchedule',
  {
    FlowName: required(name),
    ScheduleName: required(name),
    CronExpression: required(cronText),
    Payload: optional(jsonObjectOrEmpty),
    Qualifier: optional(qualifier),
    Description: optional(freeText),
    Enable: optional(boolean),
  },
  async (params, services, { requestId }) => {
    const { flows, ids, clock, limits } = services;
    checkCron(params.CronExpression, services);
    checkDataSize('Payload', params.Payload ?? '', limits);
    const flow = await findFlow(services, params.FlowName);
    await demandQualifier(services, params.FlowName, params.Qualifier ?? '');
    const now = clock.now();
    const schedule: ScheduleRecord = {
      id: ids.uuid(),
      flowId: flow.id,
      flowName: flow.name,
      name: params.ScheduleName,
      version: 1,
      cronExpression: params.CronExpression,
      description: params.Description ?? '',
      payload: params.Payload ?? '',
      ...keptQualifier(params.Qualifier),
      isEnabled: params.Enable ?? true,
      createdAt: now,
      modifiedAt: now,
    };
    if (!(await flows.createSchedule(schedule))) {
      throw new ApiError(
        'ScheduleAlreadyExists',
        `Schedule ${params.ScheduleName} already exists in flow ${params.FlowName}`,
      );
    }
    await putFiring(services, schedule);
    return { ...scheduleView(schedule, services.clock.now()), RequestId: requestId };
  },
);

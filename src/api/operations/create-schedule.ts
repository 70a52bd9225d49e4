import type { ScheduleRecord } from '../../ports/flow-store.ts';
import { ApiError } from '../api-error.ts';
import { operation } from '../operation.ts';
import { cronText } from '../params/common-params.ts';
import { name } from '../params/param-kinds.ts';
import { required } from '../params/params.ts';
import { changedSchedule, checkFiring, scheduleParams } from '../params/schedule-params.ts';
import { scheduleView } from '../views/schedule-view.ts';
import { putFiring } from './firing.ts';
import { demandFailureFlow, demandQualifier, findFlow } from './lookup.ts';

/** Creates a schedule, which starts a flow at the times of a cron expression. */
export const createSchedule = operation(
  'CreateSchedule',
  {
    FlowName: required(name),
    ScheduleName: required(name),
    CronExpression: required(cronText),
    ...scheduleParams,
  },
  async (params, services, { requestId }) => {
    const { flows, ids, clock } = services;
    checkFiring(params, services);
    const flow = await findFlow(services, params.FlowName);
    await demandQualifier(services, params.FlowName, params.Qualifier ?? '');
    await demandFailureFlow(services, params.OnFailure);
    const now = clock.now();
    const bare: ScheduleRecord = {
      id: ids.uuid(),
      flowId: flow.id,
      flowName: flow.name,
      name: params.ScheduleName,
      version: 1,
      cronExpression: params.CronExpression,
      description: '',
      payload: '',
      isEnabled: true,
      createdAt: now,
      modifiedAt: now,
    };
    const schedule = changedSchedule(bare, params);
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

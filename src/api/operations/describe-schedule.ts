import { operation } from '../operation.ts';
import { name } from '../params/param-kinds.ts';
import { required } from '../params/params.ts';
import { scheduleView } from '../views/schedule-view.ts';
import { findSchedule } from './lookup.ts';

/** Returns one schedule of a flow. */
export const describeSchedule = operation(
  'DescribeSchedule',
  { FlowName: required(name), ScheduleName: required(name) },
  async (params, services, { requestId }) => ({
    ...scheduleView(await findSchedule(services, params.FlowName, params.ScheduleName), services.clock.now()),
    RequestId: requestId,
  }),
);

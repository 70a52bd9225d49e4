import { findSchedule } from './lookup.ts';
import { operation } from './operation.ts';
import { name } from './param-kinds.ts';
import { required } from './params.ts';
import { scheduleView } from './schedule-view.ts';

/** Answers one schedule of a flow. */
export const describeSchedule = operation(
  'DescribeSchedule',
  { FlowName: required(name), ScheduleName: required(name) },
  async (params, services, { requestId }) => ({
    ...scheduleView(await findSchedule(services, params.FlowName, params.ScheduleName)),
    RequestId: requestId,
  }),
);

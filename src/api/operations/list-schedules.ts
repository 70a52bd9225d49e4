import { operation } from '../operation.ts';
import { pageParams, pageRequest } from '../params/common-params.ts';
import { name } from '../params/param-kinds.ts';
import { required } from '../params/params.ts';
import { boundedPage } from '../views/bounded-page.ts';
import { scheduleView } from '../views/schedule-view.ts';
import { findFlow } from './lookup.ts';

/** Returns the schedules of a flow in order of their names. */
export const listSchedules = operation(
  'ListSchedules',
  { FlowName: required(name), ...pageParams(1_000) },
  async (params, services, { requestId }) => {
    const flow = await findFlow(services, params.FlowName);
    const now = services.clock.now();
    const { views, next } = await boundedPage(
      pageRequest(params),
      (request) => services.flows.listSchedules(flow.id, request),
      (schedule) => scheduleView(schedule, now),
    );
    return { Schedules: views, ...next, RequestId: requestId };
  },
);

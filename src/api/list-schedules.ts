import { boundedPage } from './bounded-page.ts';
import { pageParams, pageRequest } from './common-params.ts';
import { findFlow } from './lookup.ts';
import { operation } from './operation.ts';
import { name } from './param-kinds.ts';
import { required } from './params.ts';
import { scheduleView } from './schedule-view.ts';

/** Answers the schedules of a flow in order of their names. */
export const listSchedules = operation(
  'ListSchedules',
  { FlowName: required(name), ...pageParams(1_000) },
  async (params, services, { requestId }) => {
    const flow = await findFlow(services, params.FlowName);
    const { views, next } = await boundedPage(
      pageRequest(params),
      (request) => services.flows.listSchedules(flow.id, request),
      scheduleView,
    );
    return { Schedules: views, ...next, RequestId: requestId };
  },
);

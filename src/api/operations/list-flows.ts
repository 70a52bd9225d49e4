import { operation } from '../operation.ts';
import { pageParams, pageRequest } from '../params/common-params.ts';
import { boundedPage } from '../views/bounded-page.ts';
import { flowView } from '../views/flow-view.ts';

/** Returns flows in order of their names. */
export const listFlows = operation(
  'ListFlows',
  pageParams(999),
  async (params, { flows, flowFiles }, { requestId }) => {
    const { views, next } = await boundedPage(
      pageRequest(params),
      (request) => flows.listFlows(request),
      (flow) => flowView(flow, flowFiles),
    );
    return { Flows: views, ...next, RequestId: requestId };
  },
);

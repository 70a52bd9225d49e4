import { boundedPage } from './bounded-page.ts';
import { pageParams, pageRequest } from './common-params.ts';
import { flowView } from './flow-view.ts';
import { operation } from './operation.ts';

/** Answers flows in order of their names. */
export const listFlows = operation('ListFlows', pageParams(999), async (params, { flows }, { requestId }) => {
  const { views, next } = await boundedPage(
    pageRequest(params),
    (request) => flows.listFlows(request),
    flowView,
  );
  return { Flows: views, ...next, RequestId: requestId };
});

import { operation } from '../operation.ts';
import { freeText, pageParams, pageRequest } from '../params/common-params.ts';
import { optional } from '../params/params.ts';
import { boundedPage } from '../views/bounded-page.ts';
import { flowView } from '../views/flow-view.ts';

/** Returns flows in order of their names; those of one resource group when it is named. */
export const listFlows = operation(
  'ListFlows',
  { ResourceGroupId: optional(freeText), ...pageParams(999) },
  async (params, { flows, flowFiles }, { requestId }) => {
    const group = params.ResourceGroupId || undefined;
    const { views, next } = await boundedPage(
      pageRequest(params),
      async (request) => {
        const page = await flows.listFlows(request);
        if (group === undefined) return page;
        return { ...page, items: page.items.filter(({ resourceGroupId }) => resourceGroupId === group) };
      },
      (flow) => flowView(flow, flowFiles),
    );
    return { Flows: views, ...next, RequestId: requestId };
  },
);

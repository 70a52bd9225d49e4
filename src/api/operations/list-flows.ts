import { operation } from '../operation.ts';
import { freeText, pageParams, pageRequest } from '../params/common-params.ts';
import { boolean } from '../params/param-kinds.ts';
import { optional } from '../params/params.ts';
import { boundedPage } from '../views/bounded-page.ts';
import { flowCountsView } from '../views/flow-counts-view.ts';
import { flowView } from '../views/flow-view.ts';

/** Returns flows in order of their names; those of one resource group when it is named. */
export const listFlows = operation(
  'ListFlows',
  { ResourceGroupId: optional(freeText), WithCounts: optional(boolean), ...pageParams(999) },
  async (params, services, { requestId }) => {
    const { flows, flowFiles } = services;
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
    const shown = params.WithCounts
      ? await Promise.all(views.map(async (view) => ({ ...view, ...(await flowCountsView(services, view)) })))
      : views;
    return { Flows: shown, ...next, RequestId: requestId };
  },
);

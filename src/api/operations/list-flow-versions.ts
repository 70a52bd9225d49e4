import type { PageRequest } from '../../ports/flow-store.ts';
import { decodePageToken, encodePageToken } from '../../ports/page-token.ts';
import { operation } from '../operation.ts';
import { pageParams, pageRequest } from '../params/common-params.ts';
import { name } from '../params/param-kinds.ts';
import { required } from '../params/params.ts';
import { boundedPage } from '../views/bounded-page.ts';
import { versionView } from '../views/version-view.ts';
import { findFlow } from './lookup.ts';

/** Returns the published versions of a flow in order of their numbers. */
export const listFlowVersions = operation(
  'ListFlowVersions',
  { FlowName: required(name), ...pageParams(999) },
  async (params, services, { requestId }) => {
    const { id } = await findFlow(services, params.FlowName);
    const list = `versions/${id}`;
    const read = async ({ limit, nextToken }: PageRequest) => {
      const [after = '0'] = nextToken === undefined ? [] : decodePageToken(list, nextToken, 1);
      const found = await services.flows.published.list(id, Number(after), limit + 1);
      const items = found.slice(0, limit);
      const last = items.at(-1);
      const isLast = last === undefined || found.length === items.length;
      return isLast ? { items } : { items, nextToken: encodePageToken(list, [String(last.number)]) };
    };
    const { views, next } = await boundedPage(pageRequest(params), read, versionView);
    return { FlowVersions: views, ...next, RequestId: requestId };
  },
);

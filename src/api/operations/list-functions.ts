import { operation } from '../operation.ts';
import { pageParams, pageRequest } from '../params/common-params.ts';
import { boundedPage } from '../views/bounded-page.ts';
import { pageByName } from './page-by-name.ts';

/**
 * Returns the functions that definitions may call, as far as the home knows them, in order of their resource ARNs.
 *
 * The original service has no such operation: its editor asks Function Compute.
 */
export const listFunctions = operation(
  'ListFunctions',
  pageParams(999),
  async (params, { functions }, { requestId }) => {
    const known = (functions?.() ?? []).map(({ arn: name, location }) => ({ name, location }));
    const sorted = known.toSorted((a, b) => (a.name < b.name ? -1 : 1));
    const { views, next } = await boundedPage(
      pageRequest(params),
      async (request) => pageByName('functions', sorted, request),
      ({ name, location }) => ({ ResourceArn: name, Location: location }),
    );
    return { Functions: views, ...next, RequestId: requestId };
  },
);

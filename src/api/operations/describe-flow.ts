import { operation } from '../operation.ts';
import { name } from '../params/param-kinds.ts';
import { required } from '../params/params.ts';
import { flowView } from '../views/flow-view.ts';
import { findFlow } from './lookup.ts';

/** Returns the newest version of a flow. */
export const describeFlow = operation(
  'DescribeFlow',
  { Name: required(name) },
  async (params, services, { requestId }) => ({
    RequestId: requestId,
    ...flowView(await findFlow(services, params.Name), services.flowFiles),
  }),
);

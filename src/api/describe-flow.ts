import { flowView } from './flow-view.ts';
import { findFlow } from './lookup.ts';
import { operation } from './operation.ts';
import { name } from './param-kinds.ts';
import { required } from './params.ts';

/** Answers the newest version of a flow. */
export const describeFlow = operation(
  'DescribeFlow',
  { Name: required(name) },
  async (params, services, { requestId }) => ({
    RequestId: requestId,
    ...flowView(await findFlow(services, params.Name)),
  }),
);

import { operation } from '../operation.ts';
import { freeText } from '../params/common-params.ts';
import { name } from '../params/param-kinds.ts';
import { optional, required } from '../params/params.ts';
import type { ApiServices } from '../services.ts';
import { versionView } from '../views/version-view.ts';
import { findFlow } from './lookup.ts';
import { retryChange } from './retry-update.ts';

/** Keeps a flow as it stands, under the next number. */
export const publishFlowVersion = operation(
  'PublishFlowVersion',
  { FlowName: required(name), Description: optional(freeText) },
  async (params, services, { requestId }) => {
    const version = await retryChange(() => publish(services, params.FlowName, params.Description ?? ''));
    return { FlowName: params.FlowName, ...versionView(version), RequestId: requestId };
  },
);

async function publish(services: ApiServices, flowName: string, description: string) {
  const { flows, clock } = services;
  const flow = await findFlow(services, flowName);
  const number = (await flows.published.lastNumber(flow.id)) + 1;
  const version = { flowId: flow.id, number, description, flowVersion: flow.version, createdAt: clock.now() };
  return (await flows.published.publish(version)) ? version : undefined;
}

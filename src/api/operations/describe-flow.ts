import type { FlowRecord } from '../../ports/flow-store.ts';
import type { FlowView } from '../contract.ts';
import { operation } from '../operation.ts';
import { name } from '../params/param-kinds.ts';
import { optional, required } from '../params/params.ts';
import { versionOrLatest } from '../params/version-params.ts';
import type { ApiServices } from '../services.ts';
import { flowView } from '../views/flow-view.ts';
import { findFlow, versionNotExists } from './lookup.ts';

/** Returns the newest definition of a flow, or a published version. */
export const describeFlow = operation(
  'DescribeFlow',
  { Name: required(name), FlowVersion: optional(versionOrLatest) },
  async (params, services, { requestId }) => {
    const flow = await findFlow(services, params.Name);
    const view = params.FlowVersion
      ? await publishedView(services, flow, params.FlowVersion)
      : flowView(flow, services.flowFiles);
    return { RequestId: requestId, ...view };
  },
);

/** The flow as it was when it was published; no file is that version's. */
async function publishedView(
  { flows }: ApiServices,
  { id, name }: FlowRecord,
  number: number,
): Promise<FlowView> {
  const version = await flows.published.read(id, number);
  const flow = version && (await flows.readVersion(id, version.flowVersion));
  if (version === undefined || flow === undefined) throw versionNotExists(name, number);
  return flowView({ ...flow, createdAt: version.createdAt }, undefined);
}

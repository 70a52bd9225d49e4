import { idOfFullName, idOfInside } from '../../engine/map/part-ids.ts';
import { type ExecutionHeader, flowIdOf } from '../../ports/execution-store.ts';
import type { FlowRecord } from '../../ports/flow-store.ts';
import { ApiError } from '../api-error.ts';
import { operation } from '../operation.ts';
import { errorName, pageParams, pageRequest } from '../params/common-params.ts';
import { label } from '../params/label-params.ts';
import { mapRunName } from '../params/map-run-params.ts';
import { boolean, name, oneOf, text, time } from '../params/param-kinds.ts';
import { optional } from '../params/params.ts';
import { qualifier } from '../params/version-params.ts';
import type { ApiServices } from '../services.ts';
import { boundedPage } from '../views/bounded-page.ts';
import { listedExecutionView, metadataView, pinnedFlow } from '../views/execution-view.ts';
import { findFlow } from './lookup.ts';

/** Returns the executions of a flow, or of all flows, that meet all conditions, newest first. */
export const listExecutions = operation(
  'ListExecutions',
  {
    FlowName: optional(name),
    Status: optional(oneOf('Starting', 'Running', 'Stopped', 'Succeeded', 'Failed', 'TimedOut')),
    ErrorCode: optional(errorName),
    Label: optional(label),
    Qualifier: optional(qualifier),
    MapRunName: optional(mapRunName),
    ExecutionNamePrefix: optional(text(1, 128)),
    StartedTimeBegin: optional(time),
    StartedTimeEnd: optional(time),
    MetadataOnly: optional(boolean),
    ...pageParams(99),
  },
  async (params, services, { requestId }) => {
    const flow = params.FlowName === undefined ? undefined : await findFlow(services, params.FlowName);
    const conditions = {
      flowId: await listedId(services, flow, params.MapRunName),
      ...(params.Status !== undefined && { status: params.Status }),
      ...(params.ErrorCode !== undefined && { error: params.ErrorCode }),
      ...(params.Qualifier !== undefined && { qualifier: params.Qualifier }),
      ...(params.Label !== undefined && { label: params.Label }),
      ...(params.ExecutionNamePrefix !== undefined && { namePrefix: params.ExecutionNamePrefix }),
      ...(params.StartedTimeBegin !== undefined && { startedFrom: params.StartedTimeBegin }),
      ...(params.StartedTimeEnd !== undefined && { startedTo: params.StartedTimeEnd }),
    };
    const versionOf = versionReader(services, flow);
    const { views, next } = await boundedPage(
      pageRequest(params),
      async (request) => {
        const page = await services.executions.list({ ...conditions, ...request });
        return { ...page, items: page.executions };
      },
      async (header) =>
        params.MetadataOnly
          ? metadataView(header)
          : await listedExecutionView(services, header, await versionOf(header)),
    );
    return { Executions: views, ...next, RequestId: requestId };
  },
);

/** The flow, all flows, or the map run under whose id the wanted executions are kept. */
async function listedId(
  services: ApiServices,
  flow: FlowRecord | undefined,
  mapRun: string | undefined,
): Promise<string | readonly string[]> {
  if (mapRun === undefined) return flow?.id ?? (await services.flows.flowIds());
  if (flow === undefined)
    throw new ApiError(
      'InvalidArgument',
      'Parameter FlowName is missing; MapRunName names a map run of one flow',
    );
  return idOfInside(idOfFullName(flow.id, mapRun));
}

/** Most executions of a page share a version: each is read once. */
function versionReader(
  services: ApiServices,
  newest: FlowRecord | undefined,
): (header: ExecutionHeader) => Promise<FlowRecord> {
  const known = new Map<string, FlowRecord>();
  return async (header) => {
    const version = `${flowIdOf(header)}/${header.flowVersion}`;
    const flow = known.get(version) ?? (await pinnedFlow(services, header, newest));
    known.set(version, flow);
    return flow;
  };
}

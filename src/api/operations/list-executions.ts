import type { ExecutionHeader } from '../../ports/execution-store.ts';
import type { FlowRecord } from '../../ports/flow-store.ts';
import { operation } from '../operation.ts';
import { pageParams, pageRequest } from '../params/common-params.ts';
import { name, oneOf, text, time } from '../params/param-kinds.ts';
import { optional, required } from '../params/params.ts';
import type { ApiServices } from '../services.ts';
import { boundedPage } from '../views/bounded-page.ts';
import { listedExecutionView, pinnedFlow } from '../views/execution-view.ts';
import { findFlow } from './lookup.ts';

/** Answers the executions of a flow that meet all conditions, newest first. */
export const listExecutions = operation(
  'ListExecutions',
  {
    FlowName: required(name),
    Status: optional(oneOf('Starting', 'Running', 'Stopped', 'Succeeded', 'Failed', 'TimedOut')),
    ExecutionNamePrefix: optional(text(1, 128)),
    StartedTimeBegin: optional(time),
    StartedTimeEnd: optional(time),
    ...pageParams(99),
  },
  async (params, services, { requestId }) => {
    const flow = await findFlow(services, params.FlowName);
    const conditions = {
      flowId: flow.id,
      ...(params.Status !== undefined && { status: params.Status }),
      ...(params.ExecutionNamePrefix !== undefined && { namePrefix: params.ExecutionNamePrefix }),
      ...(params.StartedTimeBegin !== undefined && { startedFrom: params.StartedTimeBegin }),
      ...(params.StartedTimeEnd !== undefined && { startedTo: params.StartedTimeEnd }),
    };
    const definitionOf = definitionReader(services, flow);
    const { views, next } = await boundedPage(
      pageRequest(params),
      async (request) => {
        const page = await services.executions.list({ ...conditions, ...request });
        return { ...page, items: page.executions };
      },
      async (header) => listedExecutionView(header, await definitionOf(header)),
    );
    return { Executions: views, ...next, RequestId: requestId };
  },
);

/** Most executions of a page share a version: each is read once. */
function definitionReader(
  services: ApiServices,
  newest: FlowRecord,
): (header: ExecutionHeader) => Promise<string> {
  const known = new Map<number, string>();
  return async (header) => {
    const definition =
      known.get(header.flowVersion) ?? (await pinnedFlow(services, header, newest)).definition;
    known.set(header.flowVersion, definition);
    return definition;
  };
}

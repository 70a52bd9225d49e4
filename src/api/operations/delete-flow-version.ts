import type { FlowRecord } from '../../ports/flow-store.ts';
import type { FlowAliases } from '../../ports/flow-versions.ts';
import { ApiError } from '../api-error.ts';
import { operation } from '../operation.ts';
import { name } from '../params/param-kinds.ts';
import { required } from '../params/params.ts';
import { versionNumber } from '../params/version-params.ts';
import type { ApiServices } from '../services.ts';
import { refuseScheduled, schedulesOf } from './firing.ts';
import { findFlow, versionNotExists } from './lookup.ts';
import { retryChange } from './retry-update.ts';

const RUNNING_AT_ONCE = 99;

/**
 * Deletes a published version that nothing leads to and nothing runs. One that is started at this very moment runs on, with
 * the definition that it has.
 */
export const deleteFlowVersion = operation(
  'DeleteFlowVersion',
  { FlowName: required(name), FlowVersion: required(versionNumber) },
  async (params, services, { requestId }) => {
    const { FlowName: flowName, FlowVersion: number } = params;
    const { published } = services.flows;
    await retryChange(async () => {
      const flow = await findFlow(services, flowName);
      const aliases = await published.readAliases(flow.id);
      if ((await published.read(flow.id, number)) === undefined) throw versionNotExists(flowName, number);
      refuseRouted(aliases, flowName, number);
      refuseScheduled(await schedulesOf(services, flow), String(number));
      await refuseRunning(services, flow, number);
      return (await published.delete(flow.id, number, aliases)) || undefined;
    });
    return { RequestId: requestId };
  },
);

function refuseRouted({ aliases }: FlowAliases, flowName: string, number: number): void {
  const alias = aliases.find(({ routes }) => routes.some((route) => route.number === number));
  if (alias === undefined) return;
  throw new ApiError(
    'ConcurrentUpdateError',
    `Alias '${alias.name}' of flow '${flowName}' leads to version '${number}'; lead it elsewhere first`,
  );
}

async function refuseRunning({ executions }: ApiServices, flow: FlowRecord, number: number): Promise<void> {
  const query = { flowId: flow.id, status: 'Running', limit: RUNNING_AT_ONCE } as const;
  for (let nextToken: string | undefined; ; ) {
    const page = await executions.list({ ...query, ...(nextToken !== undefined && { nextToken }) });
    const running = page.executions.find(({ published }) => published?.number === number);
    if (running !== undefined) {
      throw new ApiError(
        'ConcurrentUpdateError',
        `Execution '${running.id.name}' of flow '${flow.name}' runs version '${number}'; let it end or stop it first`,
      );
    }
    nextToken = page.nextToken;
    if (nextToken === undefined) return;
  }
}

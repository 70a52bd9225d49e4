import { ApiError } from '../api-error.ts';
import type { FlowFile } from '../flow-files.ts';
import { operation } from '../operation.ts';
import { name } from '../params/param-kinds.ts';
import { required } from '../params/params.ts';
import { endFiring, schedulesOf } from './firing.ts';
import { findFlow, flowNotExists } from './lookup.ts';

/**
 * Frees a flow's name, drops its schedules and has its executions stopped a little later.
 *
 * The messages for all that must follow are sent before the flow is gone, so that a repeat after a crash finds the flow
 * and goes on. The firing is ended twice: an update that came in between may have begun it anew.
 */
export const deleteFlow = operation(
  'DeleteFlow',
  { Name: required(name) },
  async (params, services, { requestId }) => {
    const flow = await findFlow(services, params.Name);
    const file = services.flowFiles?.fileOf(params.Name);
    if (file !== undefined) throw comesFromFile(params.Name, file);
    const schedules = await schedulesOf(services, flow);
    await services.queue.send({ kind: 'flow-deleted', flowId: flow.id });
    await endFiring(services, schedules);
    if (!(await services.flows.deleteFlow(flow))) throw flowNotExists(params.Name);
    await endFiring(services, schedules);
    return { RequestId: requestId };
  },
);

function comesFromFile(name: string, { path }: FlowFile): ApiError {
  const message = `Flow ${name} comes from ${path} and would be there again at the next start; delete the file first`;
  return new ApiError('PreconditionFailed', message);
}

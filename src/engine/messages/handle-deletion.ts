import type { Command } from '../../interpreter/command.ts';
import { DONE, type FlowDeleted, type Handled, type StopExecutions } from '../../ports/dispatch-queue.ts';
import { type Handler, lookAgainLater } from './handler.ts';

/** The command for executions of a deleted flow. */
export const STOP_FOR_DELETION: Command = {
  type: 'Stop',
  failure: { error: 'FnF.FlowDeleted', cause: 'The flow was deleted' },
};

/**
 * Waits for a deletion to land, and has the flow's executions stopped then.
 *
 * A second message does that, because only now the list can be trusted. A driver that begins an execution later finds no
 * flow and stops it (`handle-dispatch.ts`), but an execution that began a moment ago may not be listed yet.
 */
export async function flowDeleted(handler: Handler, { flowId }: FlowDeleted): Promise<Handled> {
  const { flows, queue } = handler.services;
  const version = await flows.readVersion(flowId, 1);
  const flow = version && (await flows.readFlow(version.name));
  if (flow?.id === flowId) return lookAgainLater(handler);
  await queue.send({ kind: 'stop-executions', flowId });
  return DONE;
}

/** Stops every execution of a flow that has not ended. */
export async function stopExecutions(
  { services: { executions, queue } }: Handler,
  { flowId }: StopExecutions,
): Promise<Handled> {
  for await (const execution of executions.listUnfinished(flowId)) {
    await queue.send({ kind: 'command', execution, command: STOP_FOR_DELETION });
  }
  return DONE;
}

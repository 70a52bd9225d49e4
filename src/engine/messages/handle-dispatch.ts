import { type Dispatch, DONE, type Handled } from '../../ports/dispatch-queue.ts';
import type { ExecutionHeader } from '../../ports/execution-store.ts';
import { Drive, type Ownership } from '../drive.ts';
import { type OpenExecution, withExecution } from '../log/open-executions.ts';
import type { EngineServices } from '../services.ts';
import { submitCommand } from '../submit-command.ts';
import { STOP_FOR_DELETION } from './handle-deletion.ts';
import { type Handler, handOverOf, lookAgainLater } from './handler.ts';

/** Pauses, in milliseconds, between looks for a commit that is about to land. */
const LOOKS = [0, 20, 60, 120];

/**
 * Performs what a dispatch message owns.
 *
 * The message was sent before its commit, so it may come too early (then it is looked at again), and it may never
 * have had one (then it fades away).
 */
export async function dispatch(handler: Handler, body: Dispatch): Promise<Handled> {
  const { services } = handler;
  for (const pause of LOOKS) {
    if (pause > 0) await services.clock.sleep(pause);
    const isDone = await withExecution(services, body.execution, (open) => takeUp(handler, body, open));
    if (isDone === true) return DONE;
  }
  return lookAgainLater(handler);
}

/** @returns false when the message owns nothing yet. */
async function takeUp(handler: Handler, { adopts }: Dispatch, open: OpenExecution): Promise<boolean> {
  const { message, services } = handler;
  const { log } = open;
  if (!open.isFresh() && !log.hasCommitOf(message.id))
    await log.exclusive(async () => open.isFresh() || (await log.refresh()));
  if (log.header.end !== undefined) return true;
  const ownership = ownershipOf(message.id, adopts);
  const isStart = log.state.status === 'Starting' && ownership.owns(log.header.owner);
  if (!isStart && !log.hasCommitOf(message.id) && adopts === undefined) return false;
  const isFirst = log.state.end === undefined && ownership.owns(log.header.owner);
  const isOrphan = isFirst && !(await hasFlow(services, log.header));
  const handOver = handOverOf(handler, log.header.id, adopts ?? []);
  // Under a message of its own: another handler of this one may have found the flow, and delete it when it is done.
  if (isOrphan) await submitCommand(services, log.header.id, STOP_FOR_DELETION);
  await new Drive(services, open, ownership, handOver).run(isStart ? [{ type: 'Start' }] : []);
  return true;
}

/** An execution whose flow was deleted before it began is stopped: nobody listed it among those in progress. */
async function hasFlow({ flows }: EngineServices, { id, flowName }: ExecutionHeader): Promise<boolean> {
  return (await flows.readFlow(flowName))?.id === id.flowId;
}

function ownershipOf(message: string, adopts: Dispatch['adopts']): Ownership {
  if (adopts === 'all') return { message, owns: () => true };
  const owners = new Set([message, ...(adopts ?? [])]);
  return { message, owns: (owner) => owners.has(owner) };
}

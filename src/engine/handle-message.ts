import { unreachable } from '../expressions/unreachable.ts';
import type { Command } from '../interpreter/command.ts';
import type { Instant } from '../interpreter/event.ts';
import type {
  Dispatch,
  DispatchMessage,
  Handled,
  ReportMessage,
  StartMessage,
} from '../ports/dispatch-queue.ts';
import type { ExecutionId } from '../ports/execution-store.ts';
import { Drive, type Ownership } from './drive.ts';
import { ExecutionLog } from './execution-log.ts';
import { commandOf } from './report-task.ts';
import type { EngineServices } from './services.ts';
import { startExecution } from './start-execution.ts';
import { decodeTaskToken, isGenuine } from './task-token.ts';

const DONE: Handled = { done: true };

/** Pauses, in milliseconds, between looks for a commit that is about to land. */
const LOOKS = [0, 20, 60, 120];

/** A message whose commit has not landed by this age never will have one: the API gives up long before. */
const ORPHAN_AGE_MILLISECONDS = 60_000;

/**
 * Does everything a dispatch message asks for; a repeat changes nothing.
 *
 * @throws what the outside threw, after the rest is done; the message must then come back.
 */
export async function handleMessage(message: DispatchMessage, services: EngineServices): Promise<Handled> {
  const { body } = message;
  switch (body.kind) {
    case 'dispatch':
      return dispatch(message, body, services);
    case 'command':
      return command(message, body.execution, body.command, services);
    case 'report':
      return report(message, body, services);
    case 'start':
      return start(body, services);
    case 'flow-deleted':
      return stopFlow(message, body.flowId, services);
    default:
      return unreachable(body);
  }
}

async function dispatch(
  message: DispatchMessage,
  body: Dispatch,
  services: EngineServices,
): Promise<Handled> {
  const ownership = ownershipOf(message, body);
  for (const pause of LOOKS) {
    if (pause > 0) await services.clock.sleep(pause);
    const log = await ExecutionLog.open(services, body.execution);
    if (log === undefined) continue;
    if (log.header.end !== undefined) return DONE;
    const isStart = log.state.status === 'Starting' && ownership.owns(log.header.owner);
    if (!isStart && !log.hasCommitOf(message.id) && body.adopts === undefined) continue;
    await new Drive(services, log, ownership).run(isStart ? [{ type: 'Start' }] : []);
    return DONE;
  }
  return lookAgainLater(message, services.clock.now());
}

function ownershipOf({ id }: DispatchMessage, { adopts }: Dispatch): Ownership {
  if (adopts === 'all') return { message: id, owns: () => true };
  const owners = new Set([id, ...(adopts ?? [])]);
  return { message: id, owns: (owner) => owners.has(owner) };
}

async function command(
  { id }: DispatchMessage,
  execution: ExecutionId,
  command: Command,
  services: EngineServices,
): Promise<Handled> {
  const log = await ExecutionLog.open(services, execution);
  if (log === undefined || log.header.end !== undefined) return DONE;
  await new Drive(services, log, { message: id, owns: (owner) => owner === id }).run([command]);
  return DONE;
}

async function report(
  message: DispatchMessage,
  { token, result }: ReportMessage,
  services: EngineServices,
): Promise<Handled> {
  const decoded = decodeTaskToken(token);
  const header = decoded && (await services.executions.readHeader(decoded.execution));
  if (decoded === undefined || header === undefined || !isGenuine(token, header, decoded.task)) {
    services.logger.warn('an execution has ended whose parent task token is not valid', {
      message: message.id,
    });
    return DONE;
  }
  return command(message, decoded.execution, commandOf(decoded.task, result), services);
}

async function start(
  { flowName, executionName, input }: StartMessage,
  services: EngineServices,
): Promise<Handled> {
  const outcome = await startExecution(services, { flowName, executionName, input });
  if (outcome.kind === 'flowNotExists') {
    services.logger.warn('a start was dropped: the flow does not exist', { flow: flowName });
  }
  return DONE;
}

/** Stops every execution of a deleted flow that has not ended. */
async function stopFlow(
  message: DispatchMessage,
  flowId: string,
  services: EngineServices,
): Promise<Handled> {
  const version = await services.flows.readVersion(flowId, 1);
  const flow = version && (await services.flows.readFlow(version.name));
  if (flow?.id === flowId) return lookAgainLater(message, services.clock.now());
  for await (const execution of services.executions.listUnfinished(flowId)) {
    const failure = { error: 'FnF.FlowDeleted', cause: 'The flow was deleted' };
    await services.queue.send({ kind: 'command', execution, command: { type: 'Stop', failure } });
  }
  return DONE;
}

/** Gives a message back as long as its commit may still land, ever more rarely. */
function lookAgainLater({ sentAt }: DispatchMessage, now: Instant): Handled {
  const age = now - sentAt;
  if (age > ORPHAN_AGE_MILLISECONDS) return DONE;
  return { done: false, retryInSeconds: Math.min(20, Math.max(1, Math.round(age / 1000))) };
}

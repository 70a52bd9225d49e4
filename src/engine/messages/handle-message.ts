import { unreachable } from '../../common/unreachable.ts';
import {
  type CommandMessage,
  type DispatchMessage,
  DONE,
  type Handled,
  type HandlerContext,
  type ReportMessage,
  type StartMessage,
} from '../../ports/dispatch-queue.ts';
import { Drive } from '../drive.ts';
import { withExecution } from '../log/open-executions.ts';
import { commandOf, taskOfToken } from '../report-task.ts';
import type { EngineServices } from '../services.ts';
import { startExecution } from '../start-execution.ts';
import { flowDeleted, stopExecutions } from './handle-deletion.ts';
import { dispatch } from './handle-dispatch.ts';
import { scheduleFired } from './handle-schedule.ts';
import { type Handler, handOverOf, lookAgainLater } from './handler.ts';

/**
 * Does everything a dispatch message asks for; a repeat changes nothing.
 *
 * @throws what the outside threw, after the rest is done; the message must then come back.
 */
export async function handleMessage(
  message: DispatchMessage,
  services: EngineServices,
  context: HandlerContext = {},
): Promise<Handled> {
  const { body } = message;
  const handler: Handler = { message, services, ...context };
  switch (body.kind) {
    case 'dispatch':
      return dispatch(handler, body);
    case 'command':
      return command(handler, body);
    case 'report':
      return report(handler, body);
    case 'start':
      return start(handler, body);
    case 'schedule-fired':
      return scheduleFired(handler, body);
    case 'flow-deleted':
      return flowDeleted(handler, body);
    case 'stop-executions':
      return stopExecutions(handler, body);
    default:
      return unreachable(body);
  }
}

/** An execution to be stopped may be one that is just being started; any other is known to have been there. */
async function command(
  handler: Handler,
  { execution, command, startedBy }: Omit<CommandMessage, 'kind'>,
): Promise<Handled> {
  const { message, services } = handler;
  const handled = await withExecution(services, execution, async (open) => {
    const { header } = open.log;
    if (header.end !== undefined || (startedBy ?? header.startedBy) !== header.startedBy) return DONE;
    const ownership = { message: message.id, owns: (owner: string) => owner === message.id };
    return new Drive(services, open, ownership, handOverOf(handler, execution, [])).run([command]);
  });
  return handled ?? (command.type === 'Stop' ? lookAgainLater(handler) : DONE);
}

async function report(handler: Handler, { token, result }: ReportMessage): Promise<Handled> {
  const { message, services } = handler;
  const named = await taskOfToken(services, token);
  if (named === undefined) {
    services.logger.warn('an execution has ended whose parent task token is not valid', {
      message: message.id,
    });
    return DONE;
  }
  return command(handler, { execution: named.header.id, command: commandOf(named.task, result) });
}

async function start(
  { services }: Handler,
  { flowName, executionName, input }: StartMessage,
): Promise<Handled> {
  const outcome = await startExecution(services, { flowName, executionName, input });
  if (outcome.kind === 'flowNotExists') {
    services.logger.warn('a start was dropped: the flow does not exist', { flow: flowName });
  }
  return DONE;
}

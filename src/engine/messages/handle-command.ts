import type { Command } from '../../interpreter/command.ts';
import { type CommandMessage, DONE, type Handled, type ReportMessage } from '../../ports/dispatch-queue.ts';
import { Ownership } from '../drive/ownership.ts';
import { Drive } from '../drive.ts';
import { withHeartbeats } from '../heartbeats.ts';
import type { ExecutionLog } from '../log/execution-log.ts';
import { withExecution } from '../log/open-executions.ts';
import { wholeResult } from '../perform/child-result.ts';
import { commandOf, taskOfToken } from '../report-task.ts';
import { isBefore } from '../task-id.ts';
import { type Handler, lookAgainLater } from './handler.ts';

/**
 * Gives a command to its execution. Only a stop may come before the execution exists, or has gone on for the attempt that the stop names:
 * its start or redrive may be under way.
 */
export async function command(
  handler: Handler,
  { execution, command }: Omit<CommandMessage, 'kind'>,
): Promise<Handled> {
  const { services } = handler;
  const decide = async (log: ExecutionLog) => {
    if (!(await log.isOver())) {
      const decided = await withHeartbeats(services, log, command);
      const handled = await new Drive(services, log, new Ownership(handler, execution)).run([decided]);
      if (!handled.done) return handled;
    }
    return isAhead(command, log) ? lookAgainLater(handler) : DONE;
  };
  const handled = await withExecution(services, execution, decide, 'comesAgain');
  return handled ?? (command.type === 'Stop' ? lookAgainLater(handler) : DONE);
}

/** True for a stop of a later attempt of the parent than the execution runs for, or ran for until its end. */
function isAhead(command: Command, { header, state }: ExecutionLog): boolean {
  if (command.type !== 'Stop' || state.status === 'Succeeded') return false;
  const starter = state.awaitedBy?.startedBy ?? header.startedBy;
  return isBefore(starter, command.startedBy);
}

/** Completes the task that a token names. */
export async function report(handler: Handler, { token, result }: ReportMessage): Promise<Handled> {
  const { message, services } = handler;
  const named = await taskOfToken(services, token);
  if (named === undefined) {
    services.logger.warn('an execution has ended whose parent task token is not valid', {
      message: message.id,
    });
    return DONE;
  }
  const whole = await wholeResult(services, result);
  return command(handler, { execution: named.header.id, command: commandOf(named.task, whole) });
}

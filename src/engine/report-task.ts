import type { Command, TaskId } from '../interpreter/command.ts';
import type { EventId, ExecutionEvent } from '../interpreter/event.ts';
import type { TaskResult } from '../ports/dispatch-queue.ts';
import type { ExecutionHeader } from '../ports/execution-store.ts';
import type { EngineServices } from './services.ts';
import { submitCommand } from './submit-command.ts';
import { decodeTaskToken, isGenuine } from './task-token.ts';

/** The outcome of a report. A token of an earlier attempt, or of an ended execution, is `alreadyCompleted`. */
export type ReportOutcome =
  | { readonly kind: 'reported'; readonly eventId: EventId }
  | { readonly kind: 'alreadyCompleted' }
  | { readonly kind: 'invalidToken' };

/** Completes the task attempt that a token names, even before the call that submitted the token has returned. */
export async function reportTask(
  services: EngineServices,
  token: string,
  result: TaskResult,
): Promise<ReportOutcome> {
  const named = await taskOfToken(services, token);
  if (named === undefined) return { kind: 'invalidToken' };
  const { header, task } = named;
  if (header.end !== undefined) return { kind: 'alreadyCompleted' };
  const outcome = await submitCommand(services, header.id, commandOf(task, result));
  return outcome.kind === 'committed' && isRecorded(outcome.event)
    ? { kind: 'reported', eventId: outcome.eventId }
    : { kind: 'alreadyCompleted' };
}

/** False when the report only found out that the execution had to end. */
function isRecorded({ type }: ExecutionEvent): boolean {
  return type === 'TaskSucceeded' || type === 'TaskFailed';
}

/** The task that a token names, ended or not; undefined when no execution ever made that token. */
export async function taskOfToken(
  { executions }: EngineServices,
  token: string,
): Promise<{ readonly header: ExecutionHeader; readonly task: TaskId } | undefined> {
  const decoded = decodeTaskToken(token);
  const header = decoded && (await executions.readHeader(decoded.execution));
  if (decoded === undefined || header === undefined) return undefined;
  return isGenuine(token, header, decoded.task) ? { header, task: decoded.task } : undefined;
}

/** The command that a result stands for. */
export function commandOf(task: TaskId, result: TaskResult): Command {
  return result.kind === 'succeeded'
    ? { type: 'CompleteTask', task, output: result.output }
    : { type: 'FailTask', task, failure: result.failure };
}

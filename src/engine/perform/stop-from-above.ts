import type { Command } from '../../interpreter/command.ts';
import { type ExecutionHeader, type ExecutionId, fullNameOf } from '../../ports/execution-store.ts';
import type { EngineServices } from '../services.ts';

/** The command for executions below one that waits for them no longer. */
export function stopBelow(cause: string): Extract<Command, { type: 'Stop' }> {
  return { type: 'Stop', failure: { error: 'FnF.ParentStopped', cause } };
}

/** Why an execution is stopped that is below one which has ended. */
export function parentEnded(name: string): string {
  return `The parent execution ${name} has ended`;
}

/** Why an execution is stopped for which a task of a parent that goes on has waited too long. */
export function attemptTimedOut(parent: ExecutionHeader): string {
  return `The waiting task of ${fullNameOf(parent)} timed out`;
}

/**
 * The stop of an execution that is about to start a child although the uppermost of those that wait for it has ended;
 * undefined while that one runs. Stops come down level by level. Without this check, executions that start children
 * meanwhile could keep ahead of the stops, and orphans would multiply for ever.
 */
export async function stopFromAbove(
  { executions }: EngineServices,
  top: ExecutionId,
): Promise<Command | undefined> {
  const header = await executions.readHeader(top);
  const isRunning = header !== undefined && header.end === undefined;
  return isRunning ? undefined : stopBelow(parentEnded(top.name));
}

import type { Command } from '../../interpreter/command.ts';
import type { ExecutionId } from '../../ports/execution-store.ts';
import type { EngineServices } from '../services.ts';

/** The command for executions below one that has ended. */
export function stopBelow(name: string): Extract<Command, { type: 'Stop' }> {
  return {
    type: 'Stop',
    failure: { error: 'FnF.ParentStopped', cause: `The parent execution ${name} has ended` },
  };
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
  return isRunning ? undefined : stopBelow(top.name);
}

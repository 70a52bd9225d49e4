import type { KeptResult, TaskResult } from '../../ports/dispatch-queue.ts';
import type { ExecutionEnd, ExecutionHeader } from '../../ports/execution-store.ts';
import { keptText } from '../log/kept-text.ts';
import type { EngineServices } from '../services.ts';

/**
 * The end of a child as the result of the task that waits for it; a large output is named by where it is kept. That of a
 * batch stays with the batch: a map run keeps no results.
 */
export function resultOfEnd(
  { id, owner, part }: Pick<ExecutionHeader, 'id' | 'owner' | 'part'>,
  { failure, output }: ExecutionEnd,
): TaskResult | KeptResult {
  if (failure !== undefined) return { kind: 'failed', failure };
  if (part?.kind === 'batch') return { kind: 'succeeded', output: '{}' };
  return typeof output === 'string'
    ? { kind: 'succeeded', output }
    : { kind: 'kept', holder: { id, owner }, output };
}

/** The result with its output. @throws DamagedData when that is gone */
export async function wholeResult(
  services: Pick<EngineServices, 'blobs'>,
  result: TaskResult | KeptResult,
): Promise<TaskResult> {
  if (result.kind !== 'kept') return result;
  return { kind: 'succeeded', output: await keptText(services, result.holder, result.output) };
}

import type { DispatchQueue } from '../ports/dispatch-queue.ts';
import type { ExecutionId } from '../ports/execution-store.ts';

/**
 * Takes over executions whose owners have died with their process: sends one message for each, which adopts everything
 * that anybody owned. A repeat, after a death in between, adopts it again.
 */
export async function recover(queue: DispatchQueue, abandoned: AsyncIterable<ExecutionId>): Promise<void> {
  for await (const execution of abandoned) await queue.send({ kind: 'dispatch', execution, adopts: 'all' });
}

import type { DispatchQueue } from '../ports/dispatch-queue.ts';
import type { AbandonedExecution } from '../ports/execution-store.ts';

/**
 * Takes over executions whose messages died with their process. Sends one message for each execution, which adopts every
 * effect that a lost message owned. A repeat, after another crash in between, adopts them again.
 */
export async function recover(
  queue: DispatchQueue,
  abandoned: AsyncIterable<AbandonedExecution>,
): Promise<void> {
  for await (const { flowId, name, redrives } of abandoned) {
    await queue.send({ kind: 'dispatch', execution: { flowId, name }, adopts: 'all', redrives });
  }
}

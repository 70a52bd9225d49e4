import type { Example } from './example.ts';
import type { Home } from './run-case.ts';

/** Told of each execution that has failed; resolves once it has been let go on. */
export type Repair = () => Promise<void>;

/**
 * The repair of an example whose functions are mended: once `count` executions have failed, it releases the mended
 * functions and redrives everything that failed. Undefined for an example that needs none.
 */
export function repairOf(home: Home, { mended, flowName }: Example, count: number): Repair | undefined {
  if (mended === undefined) return undefined;
  const { promise, resolve } = Promise.withResolvers<void>();
  let failed = 0;
  return () => {
    failed += 1;
    if (failed === count) resolve(redriveAll(home, mended, flowName));
    return promise;
  };
}

async function redriveAll(home: Home, mended: URL, FlowName: string): Promise<void> {
  await home.release?.(mended);
  const { Executions } = await home.call('ListExecutions', { FlowName, Status: 'Failed', Limit: 99 });
  for (const { Name } of Executions) {
    await home.call('RedriveExecution', { FlowName, ExecutionName: Name });
  }
}

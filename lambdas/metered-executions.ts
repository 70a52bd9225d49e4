import { observeExecutions } from '../src/adapters/observe-executions.ts';
import type { ExecutionStore } from '../src/ports/execution-store.ts';
import { measure } from './metrics.ts';
import type { SlowRequests } from './slow-requests.ts';

/** The same store, with its commits and ends counted, and with its waits passed through `wait`, if it is given. */
export function meterExecutions(store: ExecutionStore, wait?: SlowRequests['wait']): ExecutionStore {
  return observeExecutions(store, {
    transitions: (_id, count) => measure('Transitions', count),
    conflict: () => measure('Conflicts', 1),
    ended: (_id, { status }) =>
      measure(status === 'Succeeded' ? 'ExecutionsSucceeded' : 'ExecutionsFailed', 1),
    ...(wait !== undefined && { wait }),
  });
}

import { observeExecutions } from '../src/adapters/observe-executions.ts';
import type { ExecutionStore } from '../src/ports/execution-store.ts';
import { measure } from './metrics.ts';
import type { SlowRequests } from './slow-requests.ts';

/** The same store, with its commits and ends counted, and with its waits passed through `wait`. */
export function meterExecutions(
  store: ExecutionStore,
  wait: SlowRequests['wait'] = (awaited) => awaited(),
): ExecutionStore {
  return observeExecutions(store, {
    seen: () => {},
    started: () => {},
    transitions: (_id, count) => measure('Transitions', count),
    conflict: () => measure('Conflicts', 1),
    ended: (_id, { status }) =>
      measure(status === 'Succeeded' ? 'ExecutionsSucceeded' : 'ExecutionsFailed', 1),
    wait,
  });
}

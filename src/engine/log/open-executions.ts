import type { ExecutionId, ExecutionStore } from '../../ports/execution-store.ts';
import type { EngineServices } from '../services.ts';
import { ExecutionLog } from './execution-log.ts';

interface Shared {
  readonly log: Promise<ExecutionLog | undefined>;
  users: number;
}

/** What each process has open at the moment, by store and execution. */
const openExecutions = new WeakMap<ExecutionStore, Map<string, Shared>>();

/** An execution in the hands of one user. */
export interface OpenExecution {
  readonly log: ExecutionLog;
  /**
   * True when the log was read for this user or since, by whomever; else others may have added to it meanwhile. Many who
   * wait for their turn so share one reading: were each to read for himself, a slow store could keep them waiting for ever.
   */
  isFresh(): boolean;
}

/**
 * Hands an execution to `use`, shared with everybody in this process who works on it at the same time, and forgets
 * it when the last one is done. Undefined, without calling `use`, when there is no such execution.
 */
export async function withExecution<T>(
  services: EngineServices,
  id: ExecutionId,
  use: (open: OpenExecution) => Promise<T>,
): Promise<T | undefined> {
  const executions = executionsOf(services.executions);
  const key = `${id.flowId}:${id.name}`;
  const existing = executions.get(key);
  const shared = existing ?? { log: ExecutionLog.read(services, id), users: 0 };
  executions.set(key, shared);
  shared.users++;
  try {
    const log = await shared.log;
    if (log !== undefined) {
      const { instant } = log;
      return await use({ log, isFresh: () => existing === undefined || log.isFreshSince(instant) });
    }
    if (executions.get(key) === shared) executions.delete(key);
  } finally {
    shared.users--;
    if (shared.users === 0 && executions.get(key) === shared) executions.delete(key);
  }
  // Another user's reading began earlier than this one asked: there may be such an execution by now.
  return existing === undefined ? undefined : withExecution(services, id, use);
}

function executionsOf(store: ExecutionStore): Map<string, Shared> {
  const executions = openExecutions.get(store) ?? new Map<string, Shared>();
  openExecutions.set(store, executions);
  return executions;
}

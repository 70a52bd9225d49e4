import type { ExecutionId, ExecutionStore } from '../../ports/execution-store.ts';
import type { EngineServices } from '../services.ts';
import { ExecutionLog } from './execution-log.ts';

interface Opened {
  readonly log: Promise<ExecutionLog | undefined>;
  users: number;
}

/** What each process has open at the moment, by store and execution. */
const openExecutions = new WeakMap<ExecutionStore, Map<string, Opened>>();

/**
 * Hands the log of an execution to `use`, shared with everybody in this process who works on it at the same time, and
 * forgets it when the last one is done. Undefined, without calling `use`, when there is no such execution.
 */
export async function withExecution<T>(
  services: EngineServices,
  id: ExecutionId,
  use: (log: ExecutionLog) => Promise<T>,
): Promise<T | undefined> {
  const executions = executionsOf(services.executions);
  const key = `${id.flowId}:${id.name}`;
  const existing = executions.get(key);
  const opened = existing ?? { log: ExecutionLog.read(services, id), users: 0 };
  executions.set(key, opened);
  opened.users++;
  try {
    const log = await opened.log;
    if (log !== undefined) return await use(existing === undefined ? log : log.share());
    if (executions.get(key) === opened) executions.delete(key);
  } finally {
    opened.users--;
    if (opened.users === 0 && executions.get(key) === opened) executions.delete(key);
  }
  // Another user's reading began earlier than this one asked: there may be such an execution by now.
  return existing === undefined ? undefined : withExecution(services, id, use);
}

function executionsOf(store: ExecutionStore): Map<string, Opened> {
  const executions = openExecutions.get(store) ?? new Map<string, Opened>();
  openExecutions.set(store, executions);
  return executions;
}

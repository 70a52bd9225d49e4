import type { ExecutionId, ExecutionStore } from '../../ports/execution-store.ts';
import type { EngineServices } from '../services.ts';
import { ExecutionLog } from './execution-log.ts';

interface Opened {
  readonly log: Promise<ExecutionLog | undefined>;
  users: number;
}

/** The executions that are open in this process, by store. */
const openExecutions = new WeakMap<ExecutionStore, Map<string, Opened>>();

/**
 * Calls `use` with the log of an execution. All concurrent users in this process share one log, which is dropped after the
 * last of them. @returns undefined, without calling `use`, when there is no such execution.
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
  // The reading of another user began before this one asked, so the execution may exist by now.
  return existing === undefined ? undefined : withExecution(services, id, use);
}

function executionsOf(store: ExecutionStore): Map<string, Opened> {
  const executions = openExecutions.get(store) ?? new Map<string, Opened>();
  openExecutions.set(store, executions);
  return executions;
}

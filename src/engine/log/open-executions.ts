import type { ExecutionId, ExecutionStore } from '../../ports/execution-store.ts';
import type { EngineServices } from '../services.ts';
import { ExecutionLog } from './execution-log.ts';
import { NoRoom } from './no-room.ts';

interface Opened {
  log: Promise<ExecutionLog | undefined>;
  users: number;
  /** Bytes of its values that are kept apart. */
  bytes: number;
}

/** The executions that are open in this process, by their ids, and the bytes of all of them. */
interface OpenExecutions {
  readonly byId: Map<string, Opened>;
  bytes: number;
}

/** By store. */
const openExecutions = new WeakMap<ExecutionStore, OpenExecutions>();

/** Whether a user can come later when there is no room, or is served in any case. */
type Patience = 'comesAgain' | 'waits';

/**
 * Calls `use` with the log of an execution. All concurrent users in this process share one log, which is dropped after the
 * last of them. @returns undefined, without calling `use`, when there is no such execution.
 *
 * @throws NoRoom when the user can come again, and open executions hold too many large values beside those of this one.
 */
export async function withExecution<T>(
  services: EngineServices,
  id: ExecutionId,
  use: (log: ExecutionLog) => Promise<T>,
  patience: Patience = 'waits',
): Promise<T | undefined> {
  const open = openOf(services.executions);
  const key = `${id.flowId}:${id.name}`;
  const existing = open.byId.get(key);
  const opened = existing ?? openOne(services, id, open, patience);
  open.byId.set(key, opened);
  opened.users++;
  try {
    const log = await opened.log;
    if (log !== undefined) return await use(existing === undefined ? log : log.share());
    if (open.byId.get(key) === opened) open.byId.delete(key);
  } catch (error) {
    if (open.byId.get(key) === opened && error instanceof NoRoom) open.byId.delete(key);
    if (existing === undefined || !(error instanceof NoRoom)) throw error;
  } finally {
    opened.users--;
    if (opened.users === 0) {
      open.bytes -= opened.bytes;
      if (open.byId.get(key) === opened) open.byId.delete(key);
    }
  }
  // The reading of another user began before this one asked, so the execution may exist by now; or it could come again.
  return existing === undefined ? undefined : withExecution(services, id, use, patience);
}

function openOne(
  services: EngineServices,
  id: ExecutionId,
  open: OpenExecutions,
  patience: Patience,
): Opened {
  const opened: Opened = { log: Promise.resolve(undefined), users: 0, bytes: 0 };
  opened.log = ExecutionLog.read(services, id, (bytes) => {
    const isTooMuch = open.bytes > 0 && open.bytes + bytes > services.physical.openBytes;
    if (bytes > 0 && isTooMuch && patience === 'comesAgain')
      throw new NoRoom(`execution ${id.name} has to wait for others with large values`);
    open.bytes += bytes;
    opened.bytes = bytes;
  });
  return opened;
}

function openOf(store: ExecutionStore): OpenExecutions {
  const open = openExecutions.get(store) ?? { byId: new Map(), bytes: 0 };
  openExecutions.set(store, open);
  return open;
}

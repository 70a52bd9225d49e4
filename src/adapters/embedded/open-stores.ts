import type { BlobStore } from '../../ports/blob-store.ts';
import type { Clock } from '../../ports/clock.ts';
import type { ExecutionLogs } from '../../ports/execution-logs.ts';
import type { AbandonedExecution, ExecutionStore } from '../../ports/execution-store.ts';
import type { FlowCounts } from '../../ports/flow-counts.ts';
import type { FlowStore } from '../../ports/flow-store.ts';
import type { Heartbeats } from '../../ports/heartbeats.ts';
import type { Logger } from '../../ports/logger.ts';
import { EmbeddedBlobStore } from './blob-store.ts';
import { EndedExecutions } from './ended-executions.ts';
import { EmbeddedExecutionLogs } from './execution-logs.ts';
import { EmbeddedExecutionStore } from './execution-store.ts';
import { EmbeddedFlowCounts } from './flow-counts.ts';
import { EmbeddedFlowStore } from './flow-store.ts';
import { type CommitObserver, GroupCommit } from './group-commit.ts';
import { EmbeddedHeartbeats } from './heartbeats.ts';
import { HeldWork } from './held-work.ts';
import { Holds } from './holds/holds.ts';
import { type DataLocation, openDatabase } from './open-database.ts';
import { SavedMessages } from './saved-messages.ts';
import { Statements } from './statements.ts';
import { StoredRows } from './stored-rows.ts';

/** The stores of one data folder. */
export interface EmbeddedStores {
  /** The time that the stores go by. */
  readonly clock: Clock;
  readonly executions: ExecutionStore;
  readonly heartbeats: Heartbeats;
  readonly logs: ExecutionLogs;
  readonly flows: FlowStore;
  readonly flowCounts: FlowCounts;
  readonly blobs: BlobStore;
  /** Executions that a process before this one had under way; those that are started from now on are not among them. */
  listAbandoned(): AsyncIterable<AbandonedExecution>;
  /** The data of executions that have ended. */
  readonly ended: EndedExecutions;
  /** Work that is not taken up at a start, because earlier processes have ended during it. */
  readonly holds: Holds;
  /** Messages that outlive the process. */
  readonly messages: SavedMessages;
  /** The commits for which the dispatch queue waits before it hands a message out. */
  readonly commits: GroupCommit;
  /** Writes all that is kept, as it is now, into a new file. @throws DataError when it cannot */
  copyInto(file: string): void;
  /** Writes data that are there already. @throws DataError when nothing can be written. */
  probe(): Promise<void>;
  /** Wakes the waiters for an end: they get the execution as it is. */
  stopWaiting(): void;
  /** Commits pending writes, wakes the waiters for an end, and frees the folder. */
  close(): Promise<void>;
}

/**
 * Opens the stores of a data folder, or stores that end with the process. Damaged rows are reported to `logger`.
 *
 * @throws DataError when the folder is in use, unusable, or written by a newer program.
 */
export function openEmbeddedStores(
  location: DataLocation,
  clock: Clock,
  logger: Pick<Logger, 'error'> = { error: () => {} },
  observer?: CommitObserver,
): EmbeddedStores {
  const opened = openDatabase(location);
  const sql = new Statements(opened.database);
  const commits = new GroupCommit(opened, observer);
  const rows = new StoredRows(logger, (id) => {
    return sql.get<{ name: string }>('SELECT name FROM flows WHERE id = ?', id)?.name ?? id;
  });
  const holds = Holds.open(location === 'memory' ? undefined : location.folder, new HeldWork(sql, rows));
  const executions = new EmbeddedExecutionStore(sql, commits, clock, rows);
  const flowCounts = new EmbeddedFlowCounts(sql, commits);
  return {
    clock,
    executions,
    listAbandoned: () => executions.listAbandoned(),
    heartbeats: new EmbeddedHeartbeats(sql, commits),
    logs: new EmbeddedExecutionLogs(sql, commits),
    flows: new EmbeddedFlowStore(sql, commits, rows),
    flowCounts,
    blobs: new EmbeddedBlobStore(sql, commits, clock),
    ended: new EndedExecutions(sql, commits, rows),
    holds,
    messages: new SavedMessages(sql, commits, rows),
    commits,
    copyInto: opened.copyInto,
    probe: () =>
      commits.probe(() => {
        const version = sql.get<{ user_version: number }>('PRAGMA user_version')?.user_version;
        opened.database.exec(`PRAGMA user_version = ${version}`);
      }),
    stopWaiting: () => executions.stopWaiting(),
    close: async () => {
      // A disk that takes nothing keeps nothing from closing.
      await flowCounts.save().catch(() => {});
      await commits.close();
      executions.stopWaiting();
      // The waiters that were woken read once more.
      await new Promise((resolve) => setImmediate(resolve));
      holds.close();
      opened.close();
    },
  };
}

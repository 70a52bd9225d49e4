import type { Clock, Ids } from '../../../ports/clock.ts';
import type { Logger } from '../../../ports/logger.ts';
import { GroupCommit } from '../group-commit.ts';
import type { OpenDatabase } from '../open-database.ts';
import { Statements } from '../statements.ts';
import { EmbeddedQueueStore } from './queue-store.ts';
import { Receiving } from './receiving.ts';
import { steadyClock } from './steady-clock.ts';
import { EmbeddedTopicStore } from './topic-store.ts';
import { Transactions } from './transactions.ts';
import { Upkeep } from './upkeep.ts';

/** The parts that queues need. */
export interface QueueParts {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
}

/** Queues and topics of one database. */
export interface EmbeddedQueues {
  readonly queues: EmbeddedQueueStore;
  readonly topics: EmbeddedTopicStore;
  /** Writes all that is kept, as it is now, into a new file. @throws DataError when it cannot */
  copyInto(file: string): void;
  /** Ends waiting receives with nothing; later ones end so at once. */
  stopWaiting(): void;
  /** Commits pending writes and frees the database. */
  close(): Promise<void>;
}

/** Queues and topics with everything that their database holds. */
export function openQueues(opened: OpenDatabase, { clock, ids, logger }: QueueParts): EmbeddedQueues {
  const sql = new Statements(opened.database);
  const commits = new GroupCommit(opened);
  const latest = sql.get<{ readonly at: number }>('SELECT at FROM latest')?.at ?? 0;
  const parts = { sql, commits, clock: steadyClock(clock, latest), ids };
  const transactions = new Transactions(parts, (name) => void receiving.serve(name));
  const receiving = new Receiving(transactions);
  const upkeep = new Upkeep(transactions, logger);
  upkeep.start();
  return {
    queues: new EmbeddedQueueStore(transactions, receiving, upkeep),
    topics: new EmbeddedTopicStore(transactions, logger),
    copyInto: opened.copyInto,
    stopWaiting: () => receiving.close(),
    close: async () => {
      upkeep.stop();
      receiving.close();
      await commits.close();
      opened.close();
    },
  };
}

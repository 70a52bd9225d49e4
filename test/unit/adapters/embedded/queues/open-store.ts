import { type DataLocation, openDatabase } from '../../../../../src/adapters/embedded/open-database.ts';
import { type EmbeddedQueues, openQueues } from '../../../../../src/adapters/embedded/queues/open-queues.ts';
import type { EmbeddedQueueStore } from '../../../../../src/adapters/embedded/queues/queue-store.ts';
import { QUEUE_DATABASE } from '../../../../../src/adapters/embedded/queues/schema.ts';
import { randomIds, systemClock } from '../../../../../src/adapters/system.ts';
import type { Clock } from '../../../../../src/ports/clock.ts';

const SILENT = { info: () => {}, warn: () => {}, error: () => {} };

/** Queues and topics, in memory unless a place is named. */
export function openEmbeddedQueues(
  location: DataLocation = 'memory',
  clock: Clock = systemClock,
): EmbeddedQueues {
  return openQueues(openDatabase(location, QUEUE_DATABASE), { clock, ids: randomIds, logger: SILENT });
}

/** A store of queues that is closed with what it is part of. */
export function openQueueStore(
  ...given: Parameters<typeof openEmbeddedQueues>
): EmbeddedQueueStore & { close(): Promise<void> } {
  const { queues, close } = openEmbeddedQueues(...given);
  return Object.assign(queues, { close });
}

/** A clock that a test sets. */
export class HandClock implements Clock {
  #now = 1_700_000_000_000;

  now(): number {
    return this.#now;
  }

  async sleep(): Promise<void> {}

  pass(milliseconds: number): void {
    this.#now += milliseconds;
  }
}

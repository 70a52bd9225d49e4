import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { EmbeddedDispatchQueue } from '../adapters/embedded/dispatch-queue.ts';
import type { EmbeddedStores } from '../adapters/embedded/open-stores.ts';
import { EmbeddedSchedules } from '../adapters/embedded/schedules.ts';
import { randomIds, systemClock } from '../adapters/embedded/system.ts';
import { EmbeddedTimers } from '../adapters/embedded/timers.ts';
import { handleMessage } from '../engine/messages/handle-message.ts';
import type { EngineServices } from '../engine/services.ts';
import type { Limits } from '../limits.ts';
import type { Logger } from '../ports/logger.ts';
import type { TaskTargets } from '../ports/task-targets.ts';

/** What the engine needs from the server around it. */
export interface EngineParts {
  readonly stores: EmbeddedStores;
  readonly targets: TaskTargets;
  readonly logger: Logger;
  readonly limits: Limits;
  /** Messages handled at the same time. */
  readonly concurrency: number;
}

/** Executions that are taken over before those taken over earlier are dealt with. */
const ADOPTED_AT_ONCE = 50;
/** Turns of the event loop that are left to them: those that only wait need no more, tasks are not waited for. */
const ADOPTION_TURNS = 20;
/** How long a stop waits for what is about to be committed; tasks that take longer run again after the next start. */
const CLOSE_MS = 1_000;

/** The engine in this process, with everything it loses when the process ends and finds again in the stores. */
export class EngineHome {
  readonly services: EngineServices;
  readonly schedules: EmbeddedSchedules;
  private readonly queue: EmbeddedDispatchQueue;
  private readonly timers: EmbeddedTimers;
  private readonly stores: EmbeddedStores;
  private readonly concurrency: number;

  constructor({ stores, concurrency, ...parts }: EngineParts) {
    this.stores = stores;
    this.concurrency = concurrency;
    const { executions, flows, commits, messages } = stores;
    this.queue = new EmbeddedDispatchQueue({
      clock: systemClock,
      ids: randomIds,
      logger: parts.logger,
      commits,
      messages,
    });
    this.timers = new EmbeddedTimers(systemClock, this.queue);
    this.schedules = new EmbeddedSchedules(systemClock, this.queue, parts.logger);
    const { queue, timers } = this;
    this.services = { ...parts, executions, flows, queue, timers, clock: systemClock, ids: randomIds };
  }

  /** Goes on with every execution that has not ended and every schedule, then with what is new. */
  async start(): Promise<void> {
    for await (const schedule of this.services.flows.allSchedules()) await this.schedules.put(schedule);
    this.queue.restore();
    this.queue.consume((message) => handleMessage(message, this.services), this.concurrency);
    // Whoever owned effects of these has died with the process before this one.
    let sent = 0;
    for await (const execution of this.stores.listAbandoned()) {
      await this.queue.send({ kind: 'dispatch', execution, adopts: 'all' });
      sent += 1;
      if (sent % ADOPTED_AT_ONCE === 0) await this.dealWithSome();
    }
  }

  /** Lets those that only wait be dealt with: not all of them are in memory at once. */
  private async dealWithSome(): Promise<void> {
    // What was sent arrives with the next turn.
    await nextTurn();
    for (let turn = 1; turn < ADOPTION_TURNS && this.queue.waiting() > 0; turn++) await nextTurn();
  }

  /** Messages that wait for their turn: all, or those of one flow. */
  waitingMessages(flowId?: string): number {
    return this.queue.waiting(flowId);
  }

  /** Begins nothing more. */
  async close(): Promise<void> {
    this.schedules.close();
    this.timers.close();
    await Promise.race([this.queue.close(), sleep(CLOSE_MS, undefined, { ref: false })]);
  }
}

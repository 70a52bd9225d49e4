import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { ChildPlaces } from '../adapters/embedded/child-places.ts';
import { EmbeddedDispatchQueue } from '../adapters/embedded/dispatch-queue.ts';
import { keyOf } from '../adapters/embedded/held-work.ts';
import { executionKey, readKey } from '../adapters/embedded/holds/holds.ts';
import type { EmbeddedStores } from '../adapters/embedded/open-stores.ts';
import { EMBEDDED_LIMITS } from '../adapters/embedded/physical-limits.ts';
import { EmbeddedSchedules } from '../adapters/embedded/schedules.ts';
import { EmbeddedTimers } from '../adapters/embedded/timers.ts';
import { randomIds, systemClock } from '../adapters/system.ts';
import type { DispatchHandler } from '../ports/dispatch-queue.ts';
import type { AbandonedExecution } from '../ports/execution-store.ts';
import type { ScheduleRecord } from '../ports/flow-store.ts';
import type { Home, Ports } from '../ports/home.ts';
import type { Logger } from '../ports/logger.ts';
import type { Objects } from '../ports/objects.ts';
import type { StatusEvents } from '../ports/status-events.ts';
import type { TaskTargets } from '../ports/task-targets.ts';
import type { Schedules } from '../ports/timers.ts';

/** The parts that the home needs from the server around it. */
export interface EmbeddedParts {
  readonly stores: EmbeddedStores;
  readonly targets: TaskTargets;
  readonly objects: Objects;
  readonly logger: Logger;
  /** Absent where nothing outside hears of executions. */
  readonly statusEvents?: StatusEvents;
  /** Messages handled at the same time. */
  readonly concurrency: number;
  /** Puts itself around the handler of messages. @default nothing does */
  readonly watch?: (handle: DispatchHandler) => DispatchHandler;
}

/** Most abandoned executions whose messages are sent before earlier ones have been handled. */
const TOLD_AT_ONCE = 50;
/** Turns of the event loop that are left to them: those that only wait need no more, tasks are not waited for. */
const TURNS = 20;
/** Longest time that a close waits for commits under way; tasks that take longer run again after the next start. */
const CLOSE_MS = 1_000;

/** One process on one data folder: messages and timers are lost with it, and found again in the logs. */
export class EmbeddedHome implements Home {
  readonly ports: Ports;
  readonly physical = EMBEDDED_LIMITS;
  readonly #queue: EmbeddedDispatchQueue;
  readonly #timers: EmbeddedTimers;
  readonly #schedules: EmbeddedSchedules;
  readonly #stores: EmbeddedStores;
  readonly #concurrency: number;
  readonly #watch: (handle: DispatchHandler) => DispatchHandler;
  #isStarted = false;

  constructor({
    stores,
    targets,
    objects,
    logger,
    statusEvents,
    concurrency,
    watch = (handle) => handle,
  }: EmbeddedParts) {
    const { executions, blobs, heartbeats, flows, flowCounts, commits, messages, holds } = stores;
    const [clock, ids] = [stores.clock, randomIds];
    this.#stores = stores;
    this.#concurrency = concurrency;
    this.#watch = watch;
    this.#queue = new EmbeddedDispatchQueue({ clock, ids, logger, commits, messages, holds });
    this.#timers = new EmbeddedTimers(clock, this.#queue);
    this.#schedules = new EmbeddedSchedules(systemClock, this.#queue, logger);
    this.ports = {
      executions,
      blobs,
      heartbeats,
      flows,
      flowCounts,
      queue: this.#queue,
      timers: this.#timers,
      schedules: this.#startedSchedules(),
      targets,
      objects,
      childStarts: new ChildPlaces(),
      ...(statusEvents !== undefined && { statusEvents }),
      clock,
      ids,
      logger,
    };
  }

  /** Those that only wait are dealt with in between: not all of them are in memory at once. */
  async *abandoned(): AsyncIterable<AbandonedExecution> {
    let told = 0;
    for await (const execution of this.#stores.listAbandoned()) {
      if (!this.#stores.holds.isOrdinary(executionKey(execution))) continue;
      yield execution;
      told += 1;
      if (told % TOLD_AT_ONCE === 0) await this.#letSomeBeHandled();
    }
  }

  async start(handle: DispatchHandler): Promise<void> {
    const { holds } = this.#stores;
    this.#isStarted = true;
    for await (const schedule of this.ports.flows.allSchedules()) await this.#put(schedule);
    for (const key of holds.held) this.ports.logger.error(holds.reasonFor(key) ?? key);
    this.#queue.restore((message) => holds.isOrdinary(keyOf(message)));
    this.#queue.consume(this.#watch(handle), this.#concurrency);
    void holds.takeUpApart((key) => this.#takeUp(key));
  }

  /** Messages that wait for their turn: all, or those of one flow. */
  waitingMessages(flowId?: string): number {
    return this.#queue.waiting(flowId);
  }

  /** Messages being handled, and for how many milliseconds the one that waits longest could have been. */
  load(): { readonly handling: number; readonly longestWaitMs: number } {
    return { handling: this.#queue.handling, longestWaitMs: this.#queue.longestWait() };
  }

  async close(): Promise<void> {
    this.#schedules.close();
    this.#timers.close();
    await Promise.race([this.#queue.close(), sleep(CLOSE_MS, undefined, { ref: false })]);
  }

  async #takeUp(key: string): Promise<void> {
    const named = readKey(key);
    if ('message' in named) this.#queue.restore(({ id }) => id === named.message);
    else await this.#queue.send({ kind: 'dispatch', execution: named.execution, adopts: 'all' });
  }

  /** Until the start the store alone knows of schedules; the start reads them there. */
  #startedSchedules(): Schedules {
    return {
      put: async (schedule) => {
        if (this.#isStarted) await this.#schedules.put(schedule);
      },
      remove: (schedule) => this.#schedules.remove(schedule),
    };
  }

  /** A schedule that cannot fire keeps no other from firing. */
  async #put(schedule: ScheduleRecord): Promise<void> {
    try {
      await this.#schedules.put(schedule);
    } catch (error) {
      const { flowName: flow, name } = schedule;
      this.ports.logger.error('A schedule cannot fire', { flow, schedule: name, error: String(error) });
    }
  }

  async #letSomeBeHandled(): Promise<void> {
    // Messages that were sent arrive with the next turn.
    await nextTurn();
    for (let turn = 1; turn < TURNS && this.#queue.waiting() > 0; turn++) await nextTurn();
  }
}

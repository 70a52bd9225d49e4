import { nextFireTime } from '../adapters/embedded/fire-times.ts';
import type { Instant } from '../interpreter/event.ts';
import { ALL_CHILD_STARTS } from '../ports/child-starts.ts';
import type { Ids } from '../ports/clock.ts';
import type { DispatchHandler } from '../ports/dispatch-queue.ts';
import type { AbandonedExecution } from '../ports/execution-store.ts';
import type { Home, Ports } from '../ports/home.ts';
import type { Logger } from '../ports/logger.ts';
import type { TaskTargets } from '../ports/task-targets.ts';
import { MemoryBlobStore } from './memory/blob-store.ts';
import { type Delivery, MemoryDispatchQueue } from './memory/dispatch-queue.ts';
import { MemoryExecutionStore } from './memory/execution-store.ts';
import { MemoryFlowStore } from './memory/flow-store.ts';
import { MemoryHeartbeats } from './memory/heartbeats.ts';
import { MemoryObjects } from './memory/objects.ts';
import { MEMORY_LIMITS } from './memory/physical-limits.ts';
import { MemorySchedules, type NextFireTime } from './memory/schedules.ts';
import { createSeededIds } from './memory/seeded-ids.ts';
import { MemoryTimers } from './memory/timers.ts';
import { createVirtualClock, type VirtualClock } from './memory/virtual-clock.ts';

/** The parts of a home in memory. */
export interface MemoryHomeParts<T extends TaskTargets> {
  /** The first time of its clock. */
  readonly start: Instant;
  /** The same ids come from the same seed. */
  readonly seed: string;
  readonly targets: (clock: VirtualClock) => T;
  /** @default lines are dropped */
  readonly logger?: Logger;
  /** @default as schedules say */
  readonly nextFireTime?: NextFireTime;
  /** @default flows in Maps */
  readonly flows?: (ids: Ids) => MemoryFlowStore;
}

const SILENT: Logger = { info: () => {}, warn: () => {}, error: () => {} };

/** Everything in this process's memory, on a clock that tests move; messages are handed out one by one when asked. */
export class MemoryHome<T extends TaskTargets = TaskTargets> implements Home {
  readonly clock: VirtualClock;
  readonly queue: MemoryDispatchQueue;
  readonly executions: MemoryExecutionStore;
  readonly blobs = new MemoryBlobStore();
  readonly flows: MemoryFlowStore;
  readonly objects: MemoryObjects;
  readonly targets: T;
  readonly ports: Ports;
  readonly physical = MEMORY_LIMITS;
  #handle: DispatchHandler | undefined;

  constructor({ start, seed, targets, logger = SILENT, ...parts }: MemoryHomeParts<T>) {
    const clock = createVirtualClock(start);
    const ids = createSeededIds(seed);
    const queue = new MemoryDispatchQueue(clock, ids);
    this.clock = clock;
    this.queue = queue;
    this.executions = new MemoryExecutionStore(clock);
    this.flows = parts.flows?.(ids) ?? new MemoryFlowStore();
    this.objects = new MemoryObjects(clock.now);
    this.targets = targets(clock);
    this.ports = {
      executions: this.executions,
      blobs: this.blobs,
      heartbeats: new MemoryHeartbeats(),
      flows: this.flows,
      queue,
      timers: new MemoryTimers(clock, queue),
      schedules: new MemorySchedules(clock, queue, parts.nextFireTime ?? nextFireTime),
      targets: this.targets,
      objects: this.objects,
      childStarts: ALL_CHILD_STARTS,
      clock,
      ids,
      logger,
    };
  }

  /** Its messages live as long as its executions. */
  async *abandoned(): AsyncIterable<AbandonedExecution> {}

  async start(handle: DispatchHandler): Promise<void> {
    this.#handle = handle;
  }

  /**
   * Hands out the oldest message that may be handed out.
   *
   * @returns a promise that resolves when its handler has ended; undefined when there is no such message.
   */
  deliver(): Promise<void> | undefined {
    const handle = this.#handle;
    const delivery = handle && this.queue.take();
    // Handlers do not die here, so that a message stays with the one that has it.
    delivery?.keep();
    return handle && delivery && handled(delivery, handle);
  }

  async close(): Promise<void> {
    this.#handle = undefined;
  }
}

async function handled({ message, answer }: Delivery, handle: DispatchHandler): Promise<void> {
  answer(await handle(message));
}

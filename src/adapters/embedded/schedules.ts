import { startMessage } from '../../engine/schedule-start.ts';
import type { Instant } from '../../interpreter/event.ts';
import type { Clock } from '../../ports/clock.ts';
import type { DispatchQueue } from '../../ports/dispatch-queue.ts';
import type { ScheduleRecord } from '../../ports/flow-store.ts';
import type { Logger } from '../../ports/logger.ts';
import type { Schedules } from '../../ports/timers.ts';
import { Alarm } from './alarm.ts';
import { nextFireTime } from './fire-times.ts';
import { Heap, type HeapEntry } from './heap.ts';

interface Pending extends HeapEntry {
  readonly schedule: ScheduleRecord;
}

/**
 * Schedules in memory, put again from the flow store when the process starts.
 *
 * Fire times that passed while the process was not running are left out, as those of a disabled schedule are.
 */
export class EmbeddedSchedules implements Schedules {
  readonly #clock: Clock;
  readonly #queue: DispatchQueue;
  readonly #logger: Logger;
  readonly #heap = new Heap<Pending>();
  readonly #pending = new Map<string, Pending>();
  readonly #alarm: Alarm;

  constructor(clock: Clock, queue: DispatchQueue, logger: Logger) {
    this.#clock = clock;
    this.#queue = queue;
    this.#logger = logger;
    this.#alarm = new Alarm(clock, () => this.#fireDue());
  }

  async put(schedule: ScheduleRecord): Promise<void> {
    this.#forget(schedule.id);
    if (schedule.isEnabled) this.#await(schedule, this.#clock.now());
    this.#alarm.set(this.#heap.peek()?.at);
  }

  async remove(schedule: ScheduleRecord): Promise<void> {
    this.#forget(schedule.id);
    this.#alarm.set(this.#heap.peek()?.at);
  }

  /** Fires nothing any more. */
  close(): void {
    this.#alarm.close();
  }

  #fireDue(): void {
    const now = this.#clock.now();
    for (let due = this.#heap.popDue(now); due !== undefined; due = this.#heap.popDue(now)) {
      void this.#fire(due);
      this.#await(due.schedule, now);
    }
    this.#alarm.set(this.#heap.peek()?.at);
  }

  /** A firing that cannot be kept, as on a full disk, is dropped; the schedule goes on. */
  async #fire({ schedule, at }: Pending): Promise<void> {
    try {
      await this.#queue.send(startMessage(schedule, at));
    } catch (error) {
      const fields = { flow: schedule.flowName, schedule: schedule.name, error: String(error) };
      this.#logger.error('A schedule could not fire', fields);
    }
  }

  #await(schedule: ScheduleRecord, after: Instant): void {
    const at = nextFireTime(schedule, after);
    if (at === undefined) return;
    const pending = { schedule, at, position: -1 };
    this.#pending.set(schedule.id, pending);
    this.#heap.push(pending);
  }

  #forget(scheduleId: string): void {
    const pending = this.#pending.get(scheduleId);
    if (pending !== undefined) this.#heap.remove(pending);
    this.#pending.delete(scheduleId);
  }
}

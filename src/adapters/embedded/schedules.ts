import { firingMessage, jitterOf } from '../../engine/schedule-start.ts';
import type { Instant } from '../../interpreter/event.ts';
import type { Clock } from '../../ports/clock.ts';
import type { DispatchQueue } from '../../ports/dispatch-queue.ts';
import type { ScheduleRecord } from '../../ports/flow-store.ts';
import type { Logger } from '../../ports/logger.ts';
import type { Schedules } from '../../ports/timers.ts';
import { Alarm } from './alarm.ts';
import { nextFireTime } from './fire-times.ts';
import { Heap, type HeapEntry } from './heap.ts';

/** Time within which a clock that was set back is noticed. */
const LOOK_EVERY_MS = 5_000;

interface Pending extends HeapEntry {
  readonly schedule: ScheduleRecord;
}

/**
 * Schedules in memory, put again from the flow store when the process starts.
 *
 * Fire times that passed while the process was not running are left out, as those of a disabled schedule are, unless the schedule
 * has a window to catch up: those in it fire when the process starts, and the names of executions tell which ones fired before. When the
 * clock is set back, fire times come again; the names of their executions show that they were started before.
 */
export class EmbeddedSchedules implements Schedules {
  readonly #clock: Clock;
  readonly #queue: DispatchQueue;
  readonly #logger: Logger;
  readonly #heap = new Heap<Pending>();
  readonly #pending = new Map<string, Pending>();
  readonly #alarm: Alarm;
  readonly #looking: NodeJS.Timeout;
  /** Time of the clock at the last look. */
  #lastLook: Instant;

  constructor(clock: Clock, queue: DispatchQueue, logger: Logger) {
    this.#clock = clock;
    this.#queue = queue;
    this.#logger = logger;
    this.#alarm = new Alarm(clock, () => this.#fireDue());
    this.#lastLook = clock.now();
    this.#looking = setInterval(() => this.#look(), LOOK_EVERY_MS).unref();
  }

  async put(schedule: ScheduleRecord): Promise<void> {
    this.#forget(schedule.id);
    const now = this.#clock.now();
    if (schedule.isEnabled) this.#await(schedule, now);
    if (schedule.isEnabled) await this.#catchUp(schedule, now);
    this.#alarm.set(this.#heap.peek()?.at);
  }

  async remove(schedule: ScheduleRecord): Promise<void> {
    this.#forget(schedule.id);
    this.#alarm.set(this.#heap.peek()?.at);
  }

  /** Fires the times since the last change that lie in the window. */
  async #catchUp(schedule: ScheduleRecord, now: Instant): Promise<void> {
    const { catchUpSeconds = 0, modifiedAt } = schedule;
    const from = Math.max(now - catchUpSeconds * 1_000, modifiedAt);
    if (catchUpSeconds === 0) return;
    const fired: Promise<void>[] = [];
    for (
      let at = nextFireTime(schedule, from);
      at !== undefined && at <= now;
      at = nextFireTime(schedule, at)
    ) {
      fired.push(this.#fire(schedule, at));
    }
    // Their messages share the flushes of the disk.
    await Promise.all(fired);
  }

  /** Fires nothing any more. */
  close(): void {
    clearInterval(this.#looking);
    this.#alarm.close();
  }

  /** Times were computed by a clock that has been set back since: they would all be silent until it has caught up. */
  #look(): void {
    const now = this.#clock.now();
    const isSetBack = now < this.#lastLook;
    this.#lastLook = now;
    if (!isSetBack) return;
    for (const { schedule } of [...this.#pending.values()]) {
      this.#forget(schedule.id);
      this.#await(schedule, now);
    }
    this.#alarm.set(this.#heap.peek()?.at);
  }

  #fireDue(): void {
    const now = this.#clock.now();
    for (let due = this.#heap.popDue(now); due !== undefined; due = this.#heap.popDue(now)) {
      void this.#fire(due.schedule, due.at);
      this.#await(due.schedule, now);
    }
    this.#alarm.set(this.#heap.peek()?.at);
  }

  /** A firing that cannot be kept, as on a full disk, is dropped; the schedule goes on. */
  async #fire(schedule: ScheduleRecord, at: Instant): Promise<void> {
    try {
      await this.#queue.send(firingMessage(schedule, at), jitterOf(schedule, at));
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

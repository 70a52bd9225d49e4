import { firingMessage, jitterOf } from '../../engine/schedule-start.ts';
import type { Instant } from '../../interpreter/event.ts';
import type { DispatchQueue } from '../../ports/dispatch-queue.ts';
import type { ScheduleRecord } from '../../ports/flow-store.ts';
import type { Schedules } from '../../ports/timers.ts';
import type { VirtualClock } from './virtual-clock.ts';

/** When a schedule fires next after an instant; undefined when never. */
export type NextFireTime = (schedule: ScheduleRecord, after: Instant) => Instant | undefined;

/** Schedules on the agenda of a virtual clock. */
export class MemorySchedules implements Schedules {
  readonly #clock: VirtualClock;
  readonly #queue: DispatchQueue;
  readonly #nextFireTime: NextFireTime;
  readonly #pending = new Map<string, () => void>();

  constructor(clock: VirtualClock, queue: DispatchQueue, nextFireTime: NextFireTime) {
    this.#clock = clock;
    this.#queue = queue;
    this.#nextFireTime = nextFireTime;
  }

  async put(schedule: ScheduleRecord): Promise<void> {
    await this.remove(schedule);
    if (schedule.isEnabled) this.#await(schedule);
  }

  async remove(schedule: ScheduleRecord): Promise<void> {
    this.#pending.get(schedule.id)?.();
    this.#pending.delete(schedule.id);
  }

  #await(schedule: ScheduleRecord): void {
    const fireAt = this.#nextFireTime(schedule, this.#clock.now());
    if (fireAt === undefined) return;
    const fire = () => {
      void this.#queue.send(firingMessage(schedule, fireAt), jitterOf(schedule, fireAt));
      this.#await(schedule);
    };
    this.#pending.set(schedule.id, this.#clock.schedule(fireAt, fire));
  }
}

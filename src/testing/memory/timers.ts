import type { TimerId } from '../../interpreter/command.ts';
import type { Instant } from '../../interpreter/event.ts';
import type { DispatchQueue } from '../../ports/dispatch-queue.ts';
import type { ExecutionId } from '../../ports/execution-store.ts';
import type { Timers } from '../../ports/timers.ts';
import type { VirtualClock } from './virtual-clock.ts';

interface Armed {
  readonly cancel: () => void;
  readonly redrives: number;
}

/** Timers on the agenda of a virtual clock. */
export class MemoryTimers implements Timers {
  readonly #clock: VirtualClock;
  readonly #queue: DispatchQueue;
  readonly #armed = new Map<string, Map<string, Armed>>();

  constructor(clock: VirtualClock, queue: DispatchQueue) {
    this.#clock = clock;
    this.#queue = queue;
  }

  async arm(execution: ExecutionId, timer: TimerId, fireAt: Instant, redrives = 0): Promise<void> {
    const timers = this.#timersOf(execution);
    const key = `${timer}@${fireAt}@${redrives}`;
    if (timers.has(key)) return;
    const fire = () => {
      timers.delete(key);
      const command = { type: 'FireTimer', timer, dueAt: fireAt } as const;
      void this.#queue.send({ kind: 'command', execution, command });
    };
    timers.set(key, { cancel: this.#clock.schedule(fireAt, fire), redrives });
  }

  async cancelAll(execution: ExecutionId, redrives = 0): Promise<void> {
    const timers = this.#timersOf(execution);
    for (const [key, armed] of timers) {
      if (armed.redrives > redrives) continue;
      armed.cancel();
      timers.delete(key);
    }
  }

  #timersOf(execution: ExecutionId): Map<string, Armed> {
    const key = JSON.stringify([execution.flowId, execution.name]);
    const timers = this.#armed.get(key) ?? new Map();
    this.#armed.set(key, timers);
    return timers;
  }
}

import type { TimerId } from '../../interpreter/command.ts';
import type { Instant } from '../../interpreter/event.ts';
import type { DispatchBody, DispatchQueue } from '../../ports/dispatch-queue.ts';
import type { ExecutionId } from '../../ports/execution-store.ts';
import type { Timers } from '../../ports/timers.ts';
import { MemoryTimers } from '../memory/timers.ts';
import type { VirtualClock } from '../memory/virtual-clock.ts';

interface Armed {
  readonly execution: ExecutionId;
  readonly timer: string;
  readonly fireAt: Instant;
  readonly redrives: number;
}

/** The memory adapter's timers, and a list of those that are armed. */
export class RecordedTimers implements Timers {
  readonly #timers: MemoryTimers;
  readonly #clock: VirtualClock;
  readonly #armed = new Map<string, Armed[]>();

  constructor(clock: VirtualClock, queue: DispatchQueue) {
    this.#clock = clock;
    this.#timers = new MemoryTimers(clock, {
      send: (body) => {
        this.#fired(body);
        return queue.send(body);
      },
    });
  }

  armedOf(execution: ExecutionId): ReadonlySet<string> {
    return new Set(this.#of(execution).map(({ timer }) => timer));
  }

  async arm(execution: ExecutionId, timer: TimerId, fireAt: Instant, redrives = 0): Promise<void> {
    await this.#timers.arm(execution, timer, fireAt, redrives);
    this.#of(execution).push({ execution, timer: String(timer), fireAt, redrives });
  }

  /** As if their process had died. */
  async forgetAll(): Promise<void> {
    for (const [armed] of this.#armed.values()) {
      if (armed !== undefined) await this.cancelAll(armed.execution, Number.POSITIVE_INFINITY);
    }
  }

  async cancelAll(execution: ExecutionId, redrives = 0): Promise<void> {
    await this.#timers.cancelAll(execution, redrives);
    const left = this.#of(execution).filter((armed) => armed.redrives > redrives);
    this.#armed.set(keyOf(execution), left);
  }

  #fired(body: DispatchBody): void {
    if (body.kind !== 'command' || body.command.type !== 'FireTimer') return;
    const fired = String(body.command.timer);
    const now = this.#clock.now();
    const left = this.#of(body.execution).filter(({ timer, fireAt }) => timer !== fired || fireAt > now);
    this.#armed.set(keyOf(body.execution), left);
  }

  #of(execution: ExecutionId): Armed[] {
    const key = keyOf(execution);
    const armed = this.#armed.get(key) ?? [];
    this.#armed.set(key, armed);
    return armed;
  }
}

function keyOf({ flowId, name }: ExecutionId): string {
  return `${flowId}:${name}`;
}

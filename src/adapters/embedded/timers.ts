import type { TimerId } from '../../interpreter/command.ts';
import type { Instant } from '../../interpreter/event.ts';
import type { Clock } from '../../ports/clock.ts';
import type { DispatchQueue } from '../../ports/dispatch-queue.ts';
import type { ExecutionId } from '../../ports/execution-store.ts';
import type { Timers } from '../../ports/timers.ts';
import { Alarm } from './alarm.ts';
import { Heap, type HeapEntry } from './heap.ts';

/** Small on purpose: every waiting execution keeps one in memory. */
interface ArmedTimer extends HeapEntry {
  readonly execution: ExecutionId;
  readonly timer: TimerId;
  /** The next timer of the same execution. */
  sibling: ArmedTimer | undefined;
}

/** Timers in memory; the engine arms them again from the logs when the process starts. */
export class EmbeddedTimers implements Timers {
  readonly #clock: Clock;
  readonly #queue: DispatchQueue;
  readonly #heap = new Heap<ArmedTimer>();
  readonly #firstOf = new Map<string, ArmedTimer>();
  readonly #alarm: Alarm;

  constructor(clock: Clock, queue: DispatchQueue) {
    this.#clock = clock;
    this.#queue = queue;
    this.#alarm = new Alarm(clock, () => this.#fireDue());
  }

  /** A timer armed for another instant fires at both: the later one may be the one that matters. */
  async arm(execution: ExecutionId, timer: TimerId, fireAt: Instant): Promise<void> {
    const key = keyOf(execution);
    const first = this.#firstOf.get(key);
    for (let known = first; known !== undefined; known = known.sibling) {
      if (known.timer === timer && known.at === fireAt) return;
    }
    const armed: ArmedTimer = { at: fireAt, position: -1, execution, timer, sibling: first };
    this.#firstOf.set(key, armed);
    this.#heap.push(armed);
    this.#alarm.set(this.#heap.peek()?.at);
  }

  async cancelAll(execution: ExecutionId): Promise<void> {
    const key = keyOf(execution);
    for (let armed = this.#firstOf.get(key); armed !== undefined; armed = armed.sibling) {
      this.#heap.remove(armed);
    }
    this.#firstOf.delete(key);
    this.#alarm.set(this.#heap.peek()?.at);
  }

  /** Fires nothing any more. */
  close(): void {
    this.#alarm.close();
  }

  #fireDue(): void {
    const now = this.#clock.now();
    for (let due = this.#heap.popDue(now); due !== undefined; due = this.#heap.popDue(now)) {
      this.#unlink(due);
      const { execution, timer, at: dueAt } = due;
      void this.#queue.send({ kind: 'command', execution, command: { type: 'FireTimer', timer, dueAt } });
    }
    this.#alarm.set(this.#heap.peek()?.at);
  }

  #unlink(fired: ArmedTimer): void {
    const key = keyOf(fired.execution);
    const first = this.#firstOf.get(key);
    if (first === fired) {
      if (fired.sibling === undefined) this.#firstOf.delete(key);
      else this.#firstOf.set(key, fired.sibling);
      return;
    }
    for (let armed = first; armed !== undefined; armed = armed.sibling) {
      if (armed.sibling === fired) armed.sibling = fired.sibling;
    }
  }
}

function keyOf(id: ExecutionId): string {
  return `${id.flowId}/${id.name}`;
}

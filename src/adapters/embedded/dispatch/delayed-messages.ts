import type { Clock } from '../../../ports/clock.ts';
import { Alarm } from '../alarm.ts';
import { Heap } from '../heap.ts';
import type { HeldMessage } from './held-message.ts';

/** Messages that may not be handed out yet. */
export class DelayedMessages {
  readonly #clock: Clock;
  readonly #onDue: (due: readonly HeldMessage[]) => void;
  readonly #heap = new Heap<HeldMessage>();
  readonly #alarm: Alarm;

  /** Calls `onDue` with messages as soon as they may be handed out. */
  constructor(clock: Clock, onDue: (due: readonly HeldMessage[]) => void) {
    this.#clock = clock;
    this.#onDue = onDue;
    this.#alarm = new Alarm(clock, () => this.#wake());
  }

  add(held: HeldMessage): void {
    this.#heap.push(held);
    this.#alarm.set(this.#heap.peek()?.at);
  }

  /** Lets nothing become due any more. */
  close(): void {
    this.#alarm.close();
  }

  #wake(): void {
    const now = this.#clock.now();
    const all: HeldMessage[] = [];
    for (let due = this.#heap.popDue(now); due !== undefined; due = this.#heap.popDue(now)) all.push(due);
    this.#alarm.set(this.#heap.peek()?.at);
    this.#onDue(all);
  }
}

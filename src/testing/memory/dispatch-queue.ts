import type { Instant } from '../../interpreter/event.ts';
import type { MessageId } from '../../interpreter/record.ts';
import type { Ids } from '../../ports/clock.ts';
import {
  checkDelay,
  type DispatchBody,
  type DispatchMessage,
  type DispatchQueue,
  type Handled,
} from '../../ports/dispatch-queue.ts';
import { frozenCopy } from './frozen-json.ts';
import { MEMORY_LIMITS } from './physical-limits.ts';
import { type VirtualClock, WOKE_NOTHING } from './virtual-clock.ts';

/** A message in the hands of one receiver. Unless the receiver settles it, it comes back after the visibility timeout. */
export interface Delivery {
  readonly message: DispatchMessage;
  /** Keeps the message from all other receivers until it is settled. */
  keep(): void;
  /** Forgets the message, or brings it back; `retryInSeconds: 0` repeats it at once. */
  answer(handled: Handled): void;
}

interface Held {
  message: DispatchMessage;
  visibleAt: Instant;
  /** How often it was received since it was sent or moved back. */
  receives: number;
  /** How often it was put aside. */
  deaths: number;
  isDead: boolean;
  /** Takes the instant at which the message becomes visible off the agenda again. */
  forgetWaking: () => void;
}

const VISIBILITY_MS = 60_000;

/**
 * The dispatch queue as a Map on a virtual clock; a test decides which receiver gets which message, and when.
 *
 * A message that was received `maxReceives` times without being done is put aside until it is redriven.
 */
export class MemoryDispatchQueue implements DispatchQueue {
  readonly #messages = new Map<MessageId, Held>();
  readonly #clock: VirtualClock;
  readonly #ids: Ids;
  readonly #maxReceives: number;

  constructor(clock: VirtualClock, ids: Ids, maxReceives = Number.POSITIVE_INFINITY) {
    this.#clock = clock;
    this.#ids = ids;
    this.#maxReceives = maxReceives;
  }

  async send(body: DispatchBody, delaySeconds = 0): Promise<MessageId> {
    checkDelay(delaySeconds, MEMORY_LIMITS.delaySeconds);
    const message = { id: this.#ids.uuid(), sentAt: this.#clock.now(), body };
    const fresh = { visibleAt: 0, receives: 0, deaths: 0, isDead: false, forgetWaking: () => {} };
    const held: Held = { message: copyOf(message), ...fresh };
    this.#messages.set(message.id, held);
    this.#hide(held, delaySeconds * 1000);
    return message.id;
  }

  /** Every message that was not deleted, also hidden, delayed and dead ones, oldest first. */
  undeleted(): readonly DispatchMessage[] {
    return [...this.#messages.values()].map(messageOf);
  }

  /** True for a message that was not deleted. */
  holds(id: MessageId): boolean {
    return this.#messages.has(id);
  }

  /** Messages that were put aside. */
  deadLetters(): readonly DispatchMessage[] {
    return [...this.#messages.values()].filter(({ isDead }) => isDead).map(messageOf);
  }

  /** Takes the messages that were put aside, as they were sent. */
  takeDeadLetters(): readonly DispatchMessage[] {
    const dead = this.deadLetters();
    for (const { id } of dead) this.#messages.delete(id);
    return dead;
  }

  /** Moves the messages that were put aside back. A redrive gives each a new time and leaves its content as it is. */
  redrive(): void {
    for (const held of this.#messages.values()) {
      if (!held.isDead) continue;
      const message = copyOf({ ...held.message, sentAt: this.#clock.now() });
      Object.assign(held, { message, receives: 0, isDead: false });
    }
  }

  /** Forgets the messages that do not outlive their process; the others can be received again at once. */
  restart(isLost: (body: DispatchBody) => boolean): void {
    for (const [id, held] of this.#messages) {
      if (isLost(held.message.body)) this.#forget(id, held);
      else this.#hide(held, 0);
    }
  }

  /** Messages that a receiver could get now, oldest first. */
  deliverable(): readonly DispatchMessage[] {
    const found: DispatchMessage[] = [];
    for (const held of this.#messages.values()) if (this.#isVisible(held)) found.push(held.message);
    return found;
  }

  /** Hands out the oldest deliverable message, or the one named. @returns undefined when it is not deliverable. */
  take(id: MessageId | undefined = this.#oldestVisible()): Delivery | undefined {
    const held = id === undefined ? undefined : this.#messages.get(id);
    if (id === undefined || held === undefined || !this.#isVisible(held)) return undefined;
    if (held.receives === this.#maxReceives) {
      Object.assign(held, { isDead: true, deaths: held.deaths + 1 });
      return undefined;
    }
    held.receives += 1;
    this.#hide(held, VISIBILITY_MS);
    const { deaths } = held;
    return {
      message: held.message,
      keep: () => {
        held.forgetWaking();
        held.visibleAt = Number.POSITIVE_INFINITY;
      },
      answer: (handled) => {
        // To the queue, a message that was put aside meanwhile is another one.
        if (held.deaths !== deaths) return;
        if (handled.done) this.#forget(id, held);
        else if (this.#messages.has(id)) this.#hide(held, handled.retryInSeconds * 1000);
      },
    };
  }

  #oldestVisible(): MessageId | undefined {
    for (const [id, held] of this.#messages) {
      if (this.#isVisible(held)) return id;
    }
    return undefined;
  }

  #isVisible(held: Held): boolean {
    return !held.isDead && held.visibleAt <= this.#clock.now();
  }

  /** The empty action on the agenda shows the mover of time that the queue waits for this instant. */
  #hide(held: Held, milliseconds: number): void {
    held.forgetWaking();
    held.visibleAt = this.#clock.now() + milliseconds;
    held.forgetWaking =
      milliseconds > 0 ? this.#clock.schedule(held.visibleAt, () => WOKE_NOTHING) : () => {};
  }

  #forget(id: MessageId, held: Held): void {
    held.forgetWaking();
    this.#messages.delete(id);
  }
}

/** As it comes out of its text: sender and receiver share no object, and no receiver can change what another one gets. */
function copyOf(message: DispatchMessage): DispatchMessage {
  return frozenCopy(message);
}

function messageOf({ message }: Held): DispatchMessage {
  return message;
}

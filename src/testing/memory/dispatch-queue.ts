import type { Instant } from '../../interpreter/event.ts';
import type { MessageId } from '../../interpreter/record.ts';
import type { Ids } from '../../ports/clock.ts';
import type { DispatchBody, DispatchMessage, DispatchQueue, Handled } from '../../ports/dispatch-queue.ts';
import type { VirtualClock } from './virtual-clock.ts';

/** A message in the hands of one receiver. Without an answer it comes back after the visibility timeout. */
export interface Delivery {
  readonly message: DispatchMessage;
  /** Forgets the message, or brings it back; `retryInSeconds: 0` repeats it at once. */
  answer(handled: Handled): void;
}

interface Held {
  readonly text: string;
  visibleAt: Instant;
  /** Takes the instant at which the message becomes visible off the agenda again. */
  forgetWaking: () => void;
}

const VISIBILITY_MS = 60_000;

/** The dispatch queue as a Map on a virtual clock; a test decides who receives what and when. */
export class MemoryDispatchQueue implements DispatchQueue {
  readonly #messages = new Map<MessageId, Held>();
  readonly #clock: VirtualClock;
  readonly #ids: Ids;

  constructor(clock: VirtualClock, ids: Ids) {
    this.#clock = clock;
    this.#ids = ids;
  }

  async send(body: DispatchBody, delaySeconds = 0): Promise<MessageId> {
    if (!(delaySeconds >= 0 && delaySeconds <= 900)) {
      throw new RangeError(`A message can be delayed by 0 to 900 seconds, not ${delaySeconds}`);
    }
    const message = { id: this.#ids.uuid(), sentAt: this.#clock.now(), body };
    const held: Held = { text: JSON.stringify(message), visibleAt: 0, forgetWaking: () => {} };
    this.#messages.set(message.id, held);
    this.#hide(held, delaySeconds * 1000);
    return message.id;
  }

  /** Every message that nobody is done with, also hidden and delayed ones, oldest first. */
  undeleted(): readonly DispatchMessage[] {
    return [...this.#messages.values()].map(parse);
  }

  /** Forgets the messages that do not outlive their process; the others can be received again at once. */
  restart(isLost: (body: DispatchBody) => boolean): void {
    for (const [id, held] of this.#messages) {
      if (isLost(parse(held).body)) this.#forget(id, held);
      else this.#hide(held, 0);
    }
  }

  /** What a receiver could get now, oldest first. */
  deliverable(): readonly DispatchMessage[] {
    return [...this.#messages.values()].filter((held) => this.#isVisible(held)).map(parse);
  }

  /** Hands out the oldest deliverable message, or the one named. @returns undefined when it is not deliverable. */
  take(id: MessageId | undefined = this.#oldestVisible()): Delivery | undefined {
    const held = id === undefined ? undefined : this.#messages.get(id);
    if (id === undefined || held === undefined || !this.#isVisible(held)) return undefined;
    this.#hide(held, VISIBILITY_MS);
    return {
      message: parse(held),
      answer: (handled) => {
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
    return held.visibleAt <= this.#clock.now();
  }

  /** The empty action on the agenda shows whoever moves time that the queue waits for this instant. */
  #hide(held: Held, milliseconds: number): void {
    held.forgetWaking();
    held.visibleAt = this.#clock.now() + milliseconds;
    held.forgetWaking = milliseconds > 0 ? this.#clock.schedule(held.visibleAt, () => {}) : () => {};
  }

  #forget(id: MessageId, held: Held): void {
    held.forgetWaking();
    this.#messages.delete(id);
  }
}

/** Messages are kept as text, as every real queue does, so that sender and receiver share no object. */
function parse(held: Held): DispatchMessage {
  return JSON.parse(held.text);
}

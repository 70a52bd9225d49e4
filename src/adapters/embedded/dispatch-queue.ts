import type { Instant } from '../../interpreter/event.ts';
import type { MessageId } from '../../interpreter/record.ts';
import type { Clock, Ids } from '../../ports/clock.ts';
import type { DispatchBody, DispatchMessage, DispatchQueue, Handled } from '../../ports/dispatch-queue.ts';
import type { Logger } from '../../ports/logger.ts';
import { Alarm } from './alarm.ts';
import { Fifo } from './fifo.ts';
import type { GroupCommit } from './group-commit.ts';
import { Heap, type HeapEntry } from './heap.ts';
import type { SavedMessages } from './saved-messages.ts';

/** Does what a message asks for; gets the same message again until it is done. */
export type DispatchHandler = (message: DispatchMessage) => Promise<Handled>;

/** What the queue needs from around it. */
export interface DispatchQueueParts {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
  readonly commits: GroupCommit;
  readonly messages: SavedMessages;
}

interface Held extends HeapEntry {
  readonly message: DispatchMessage;
  at: Instant;
  failures: number;
}

const LONGEST_BACKOFF_SECONDS = 30;

/**
 * Messages in memory, handed to one handler, the oldest first. What the logs do not tell the engine to send again
 * after a restart is on disk as well.
 */
export class EmbeddedDispatchQueue implements DispatchQueue {
  readonly #parts: DispatchQueueParts;
  readonly #ready = new Fifo<Held>();
  readonly #delayed = new Heap<Held>();
  readonly #alarm: Alarm;
  #handler: DispatchHandler | undefined;
  #concurrency = 0;
  #arriving = 0;
  #running = 0;
  #onChange: (() => void)[] = [];

  constructor(parts: DispatchQueueParts) {
    this.#parts = parts;
    this.#alarm = new Alarm(parts.clock, () => this.#wake());
  }

  /**
   * The message waits for the commits of this turn of the event loop: its sender is about to write what it is about.
   * One that must outlive the process is on disk when this resolves.
   */
  async send(body: DispatchBody, delaySeconds = 0): Promise<MessageId> {
    if (!(delaySeconds >= 0 && delaySeconds <= 900)) {
      throw new RangeError(`A message can be delayed by 0 to 900 seconds, not ${delaySeconds}`);
    }
    const sentAt = this.#parts.clock.now();
    const message = { id: this.#parts.ids.uuid(), sentAt, body };
    await this.#parts.messages.save(message);
    this.#arriving += 1;
    this.#parts.commits.afterCommits(() => {
      this.#arriving -= 1;
      this.#put(hold(message, sentAt + delaySeconds * 1000));
    });
    return message.id;
  }

  /** Takes up what a process before this one did not get done. */
  restore(): void {
    for (const message of this.#parts.messages.all()) this.#put(hold(message, message.sentAt));
  }

  /** Hands messages to `handler`, at most `concurrency` at the same time; called once. */
  consume(handler: DispatchHandler, concurrency: number): void {
    this.#handler = handler;
    this.#concurrency = concurrency;
    this.#handOut();
  }

  /** Resolves when nothing is being handled or could be handled now; delayed messages do not count. */
  async idle(): Promise<void> {
    while (this.#arriving + this.#ready.size + this.#running > 0) await this.#nextChange();
  }

  /** Hands out nothing any more and waits for the handlers that run. */
  async close(): Promise<void> {
    this.#concurrency = 0;
    this.#alarm.close();
    while (this.#running > 0) await this.#nextChange();
  }

  #put(held: Held): void {
    if (held.at > this.#parts.clock.now()) {
      this.#delayed.push(held);
      this.#alarm.set(this.#delayed.peek()?.at);
    } else {
      this.#ready.push(held);
    }
    this.#handOut();
  }

  #wake(): void {
    const now = this.#parts.clock.now();
    for (let due = this.#delayed.popDue(now); due !== undefined; due = this.#delayed.popDue(now)) {
      this.#ready.push(due);
    }
    this.#alarm.set(this.#delayed.peek()?.at);
    this.#handOut();
  }

  #handOut(): void {
    while (this.#handler !== undefined && this.#running < this.#concurrency) {
      const held = this.#ready.shift();
      if (held === undefined) break;
      this.#running += 1;
      void this.#handle(held, this.#handler);
    }
    const listeners = this.#onChange;
    this.#onChange = [];
    for (const listener of listeners) listener();
  }

  async #handle(held: Held, handler: DispatchHandler): Promise<void> {
    const handled = await this.#attempt(held, handler);
    if (handled.done) await this.#forget(held);
    this.#running -= 1;
    if (handled.done) return this.#handOut();
    held.at = this.#parts.clock.now() + handled.retryInSeconds * 1000;
    this.#put(held);
  }

  async #attempt(held: Held, handler: DispatchHandler): Promise<Handled> {
    const { id, body } = held.message;
    try {
      return await handler(held.message);
    } catch (error) {
      const retryInSeconds = Math.min(0.25 * 2 ** held.failures, LONGEST_BACKOFF_SECONDS);
      held.failures += 1;
      const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
      const fields = { message: id, kind: body.kind, failures: held.failures, retryInSeconds, error: reason };
      this.#parts.logger.error('Handling a dispatch message failed; it will be tried again', fields);
      return { done: false, retryInSeconds };
    }
  }

  /** A message that cannot be taken off the disk comes back after a restart, and then changes nothing. */
  async #forget({ message }: Held): Promise<void> {
    try {
      await this.#parts.messages.forget(message);
    } catch (error) {
      const fields = { message: message.id, error: String(error) };
      this.#parts.logger.warn('A handled message is still on disk', fields);
    }
  }

  #nextChange(): Promise<void> {
    return new Promise((resolve) => this.#onChange.push(resolve));
  }
}

function hold(message: DispatchMessage, at: Instant): Held {
  return { message, at, position: -1, failures: 0 };
}

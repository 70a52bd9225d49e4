import type { Instant } from '../../interpreter/event.ts';
import type { MessageId } from '../../interpreter/record.ts';
import type { Clock, Ids } from '../../ports/clock.ts';
import type { DispatchBody, DispatchMessage, DispatchQueue, Handled } from '../../ports/dispatch-queue.ts';
import type { Logger } from '../../ports/logger.ts';
import { Alarm } from './alarm.ts';
import { FairQueue } from './fair-queue.ts';
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
/** Messages handed out in one turn of the event loop, so that a burst does not keep callers of the API waiting. */
const BURST = 250;

/**
 * Messages in memory, handed to one handler. What the logs do not tell the engine to send again after a restart is on
 * disk as well.
 *
 * Flows take turns, the oldest message of each first, and no flow is handed more at a time than is still free: one
 * that takes long with everything leaves half to the others.
 */
export class EmbeddedDispatchQueue implements DispatchQueue {
  readonly #parts: DispatchQueueParts;
  readonly #ready = new FairQueue<Held>();
  readonly #delayed = new Heap<Held>();
  readonly #alarm: Alarm;
  #handler: DispatchHandler | undefined;
  #concurrency = 0;
  #arriving = 0;
  #running = 0;
  /** Messages being handled, by flow. */
  readonly #runningOf = new Map<string, number>();
  /** Messages handed out in this turn of the event loop. */
  #handedOut = 0;
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

  /** How many messages wait for their turn: all, or those of one flow. */
  waiting(flowId?: string): number {
    return flowId === undefined ? this.#ready.size : this.#ready.sizeOf(flowId);
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
      this.#ready.push(flowOf(held), held);
    }
    this.#handOut();
  }

  #wake(): void {
    const now = this.#parts.clock.now();
    for (let due = this.#delayed.popDue(now); due !== undefined; due = this.#delayed.popDue(now)) {
      this.#ready.push(flowOf(due), due);
    }
    this.#alarm.set(this.#delayed.peek()?.at);
    this.#handOut();
  }

  #handOut(): void {
    const handler = this.#handler;
    for (let held = this.#next(); held !== undefined && handler !== undefined; held = this.#next()) {
      this.#running += 1;
      this.#count(flowOf(held), 1);
      this.#spendTurn();
      void this.#handle(held, handler);
    }
    const listeners = this.#onChange;
    this.#onChange = [];
    for (const listener of listeners) listener();
  }

  #next(): Held | undefined {
    const free = this.#handedOut < BURST ? this.#concurrency - this.#running : 0;
    return free <= 0 ? undefined : this.#ready.shift((flow) => (this.#runningOf.get(flow) ?? 0) < free);
  }

  #spendTurn(): void {
    this.#handedOut += 1;
    if (this.#handedOut > 1) return;
    setImmediate(() => {
      this.#handedOut = 0;
      this.#handOut();
    });
  }

  #count(flow: string, change: 1 | -1): void {
    const count = (this.#runningOf.get(flow) ?? 0) + change;
    if (count === 0) this.#runningOf.delete(flow);
    else this.#runningOf.set(flow, count);
  }

  async #handle(held: Held, handler: DispatchHandler): Promise<void> {
    const handled = await this.#attempt(held, handler);
    if (handled.done) await this.#forget(held);
    this.#running -= 1;
    this.#count(flowOf(held), -1);
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

/** Whose turn a message takes; messages about no execution in particular share one. */
function flowOf({ message: { body } }: Held): string {
  if ('execution' in body) return body.execution.flowId;
  return 'flowId' in body ? body.flowId : '';
}

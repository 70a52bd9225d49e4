import type { MessageId } from '../../interpreter/record.ts';
import type { Clock, Ids } from '../../ports/clock.ts';
import {
  checkDelay,
  type DispatchBody,
  type DispatchHandler,
  type DispatchMessage,
  type DispatchQueue,
} from '../../ports/dispatch-queue.ts';
import type { Logger } from '../../ports/logger.ts';
import { attempt } from './dispatch/attempt.ts';
import { Burst } from './dispatch/burst.ts';
import { Changes } from './dispatch/changes.ts';
import { DelayedMessages } from './dispatch/delayed-messages.ts';
import { FlowTurns } from './dispatch/flow-turns.ts';
import { type HeldMessage, hold } from './dispatch/held-message.ts';
import type { GroupCommit } from './group-commit.ts';
import { keyOf, takenUpBy } from './held-work.ts';
import type { Holds } from './holds/holds.ts';
import { EMBEDDED_LIMITS } from './physical-limits.ts';
import type { SavedMessages } from './saved-messages.ts';

/** The parts that the queue needs. */
export interface DispatchQueueParts {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
  readonly commits: GroupCommit;
  readonly messages: SavedMessages;
  readonly holds: Holds;
}

/**
 * Messages in memory, handed to one handler. Messages that the logs do not imply after a restart are on disk as well.
 */
export class EmbeddedDispatchQueue implements DispatchQueue {
  readonly #parts: DispatchQueueParts;
  readonly #delayed: DelayedMessages;
  readonly #turns = new FlowTurns();
  readonly #burst = new Burst(() => this.#handOut());
  readonly #changes = new Changes();
  #handler: DispatchHandler | undefined;
  #concurrency = 0;
  /** Messages that wait for the commits of their turn of the event loop. */
  #arriving = 0;

  constructor(parts: DispatchQueueParts) {
    this.#parts = parts;
    this.#delayed = new DelayedMessages(parts.clock, (due) => {
      for (const held of due) this.#turns.add(held);
      this.#handOut();
    });
  }

  /**
   * The message waits for the commits of this turn of the event loop, because its sender is about to write the commit that
   * it owns. A message that must outlive the process is on disk when this resolves.
   */
  async send(body: DispatchBody, delaySeconds = 0): Promise<MessageId> {
    checkDelay(delaySeconds, EMBEDDED_LIMITS.delaySeconds);
    const sentAt = this.#parts.clock.now();
    const message = { id: this.#parts.ids.uuid(), sentAt, body };
    const taken = takenUpBy(body);
    if (taken !== undefined) this.#parts.holds.release(taken);
    await this.#parts.messages.save(message);
    this.#arriving += 1;
    this.#parts.commits.afterCommits(() => {
      this.#arriving -= 1;
      this.#put(hold(message, sentAt + delaySeconds * 1000));
    });
    return message.id;
  }

  /** Takes up the messages that an earlier process did not finish and that `isWanted` accepts. */
  restore(isWanted: (message: DispatchMessage) => boolean): void {
    for (const message of this.#parts.messages.all())
      if (isWanted(message)) this.#put(hold(message, this.#parts.clock.now()));
  }

  /** Hands messages to `handler`, at most `concurrency` at the same time; called once. */
  consume(handler: DispatchHandler, concurrency: number): void {
    this.#handler = handler;
    this.#concurrency = concurrency;
    this.#handOut();
  }

  /** Number of messages that wait for their turn: of all flows, or of one. */
  waiting(flowId?: string): number {
    return this.#turns.waiting(flowId);
  }

  /** Messages that are being handled. */
  get handling(): number {
    return this.#turns.running;
  }

  /** For how many milliseconds the message that has waited longest could have been handed out; 0 when none waits. */
  longestWait(): number {
    const since = this.#turns.waitingSince();
    return since === undefined ? 0 : Math.max(0, this.#parts.clock.now() - since);
  }

  /** Resolves when nothing is being handled or could be handled now; delayed messages do not count. */
  async idle(): Promise<void> {
    while (this.#arriving + this.#turns.waiting() + this.#turns.running > 0) await this.#changes.next();
  }

  /** Hands out nothing any more and waits for the handlers that run. */
  async close(): Promise<void> {
    this.#concurrency = 0;
    this.#delayed.close();
    while (this.#turns.running > 0) await this.#changes.next();
  }

  #put(held: HeldMessage): void {
    if (held.at > this.#parts.clock.now()) this.#delayed.add(held);
    else this.#turns.add(held);
    this.#handOut();
  }

  #handOut(): void {
    const handler = this.#handler;
    for (let held = this.#next(); held !== undefined && handler !== undefined; held = this.#next()) {
      this.#burst.add();
      void this.#handle(held, handler);
    }
    this.#changes.tell();
  }

  #next(): HeldMessage | undefined {
    return this.#burst.isOver ? undefined : this.#turns.take(this.#concurrency);
  }

  async #handle(held: HeldMessage, handler: DispatchHandler): Promise<void> {
    const end = this.#parts.holds.begin(keyOf(held.message));
    const handled = await attempt(held, handler, this.#parts.logger);
    end();
    if (handled?.done) await this.#forget(held);
    this.#turns.release(held);
    if (handled === undefined || handled.done) return this.#handOut();
    held.at = this.#parts.clock.now() + handled.retryInSeconds * 1000;
    this.#put(held);
  }

  /** A message that cannot be taken off the disk comes back after a restart, and then changes nothing. */
  async #forget({ message }: HeldMessage): Promise<void> {
    try {
      await this.#parts.messages.forget(message);
    } catch (error) {
      const fields = { message: message.id, error: String(error) };
      this.#parts.logger.warn('A handled message is still on disk', fields);
    }
  }
}

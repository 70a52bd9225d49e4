import type { Agent } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import { statusDetail, statusEvent } from '../../engine/events/status-event.ts';
import type { BlobStore } from '../../ports/blob-store.ts';
import type { StatusChange, StatusDetail, StatusEvents, ToldStatus } from '../../ports/status-events.ts';
import type { ReceivedMessage } from '../../queues/message.ts';
import type { QueueStore } from '../../queues/queue-store.ts';
import { post } from '../queues/push/post.ts';
import type { EventOptions } from './event-options.ts';
import { EventOutbox, eventIdOf, KEPT_SECONDS } from './event-outbox.ts';
import { signedHeaders } from './webhook-signature.ts';

/** The parts of a webhook. */
export interface WebhookParts extends EventOptions {
  readonly queues: QueueStore;
  readonly blobs: BlobStore;
  /** Takes a line for the operator. */
  readonly warn: (line: string) => void;
  /** Knows which certificates to trust. @default that of Node.js */
  readonly overTls?: Agent | undefined;
}

const NOWHERE = { region: '', account: '' };
const TIMEOUT_MS = 10_000;
/** Deliveries at a time. */
const AT_ONCE = 10;
const LONGEST_PAUSE_SECONDS = 3_600;
/** A receiver that is away is told of so often, not with each event. */
const WARN_EVERY_MS = 60_000;

/** Tells a receiver over HTTP of executions. What it does not take is kept on disk and tried again, for a day. */
export class WebhookEvents implements StatusEvents {
  readonly changes: ReadonlySet<StatusChange>;
  readonly #parts: WebhookParts;
  readonly #outbox: EventOutbox;
  readonly #stopping = new AbortController();
  #warnedAt = Number.NEGATIVE_INFINITY;

  constructor(parts: WebhookParts) {
    this.#parts = parts;
    this.changes = new Set(parts.changes);
    this.#outbox = new EventOutbox(parts.queues, (line) => this.#warn(line));
  }

  async tell(told: ToldStatus): Promise<void> {
    await this.retry(await statusDetail(this.#parts, told, NOWHERE));
  }

  async retry(detail: StatusDetail): Promise<void> {
    const event = statusEvent(detail, NOWHERE, detail.stopDate ?? Date.now());
    // Queues take the characters of XML only.
    const body = JSON.stringify(event).replaceAll(
      /[\uFFFE\uFFFF]/g,
      (unit) => `\\u${unit.charCodeAt(0).toString(16)}`,
    );
    await this.#outbox.put(event.id, body);
  }

  /** Delivers the events that are there, and from now on every new one. */
  start(): void {
    void this.#deliverAll();
  }

  /** Delivers nothing more. */
  stop(): void {
    this.#stopping.abort();
  }

  /** Never rejects. */
  async #deliverAll(): Promise<void> {
    const { signal } = this.#stopping;
    const underWay = new Set<Promise<void>>();
    while (!signal.aborted) {
      try {
        for (const message of await this.#outbox.take(signal)) {
          const delivery = this.#deliver(message).finally(() => underWay.delete(delivery));
          underWay.add(delivery);
        }
        while (underWay.size >= AT_ONCE) await Promise.race(underWay);
      } catch (error) {
        this.#warn(`status events cannot be read: ${error}`);
        await sleep(1_000, undefined, { signal, ref: false }).catch(() => {});
      }
    }
  }

  /** After an error here the event stays and comes again. */
  async #deliver(message: ReceivedMessage): Promise<void> {
    try {
      const problem = await this.#post(message);
      if (this.#stopping.signal.aborted) return;
      if (problem === undefined) return await this.#outbox.done(message);
      const pause = Math.min(LONGEST_PAUSE_SECONDS, 5 ** Math.max(0, message.receives - 1));
      this.#warn(`status events are not taken: ${problem}; ${await this.#outbox.waiting()} wait`);
      const isLast = Date.now() + pause * 1_000 > message.sentAt + KEPT_SECONDS * 1_000;
      await (isLast ? this.#outbox.done(message) : this.#outbox.again(message, pause));
    } catch (error) {
      this.#warn(`a status event could not be delivered: ${error}`);
    }
  }

  /** @returns why the receiver has not taken it; undefined when it has */
  async #post(message: ReceivedMessage): Promise<string | undefined> {
    const { secret, overTls } = this.#parts;
    const { body } = message;
    const signed = signedHeaders(secret, eventIdOf(message), Math.floor(Date.now() / 1000), body);
    const headers = { 'content-type': 'application/json', ...signed };
    try {
      const url = new URL(this.#parts.url);
      const status = await post({ url, headers, body, timeoutMs: TIMEOUT_MS }, overTls);
      return status >= 200 && status < 300 ? undefined : `the receiver answered ${status}`;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }

  #warn(line: string): void {
    if (performance.now() - this.#warnedAt < WARN_EVERY_MS) return;
    this.#warnedAt = performance.now();
    this.#parts.warn(line);
  }
}

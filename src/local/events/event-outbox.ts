import type { ReceivedMessage } from '../../queues/message.ts';
import { QueueError } from '../../queues/queue-error.ts';
import type { QueueStore } from '../../queues/queue-store.ts';

/** The queue in which events wait for their receiver. Operators see it, and may purge it, on the port of queues. */
export const EVENT_QUEUE = 'fdl-status-events';

/** Events are kept for a day; a receiver that is away for longer misses some. */
export const KEPT_SECONDS = 86_400;
/** Events that wait at most, about: what comes on top is dropped. */
export const MOST_WAITING = 100_000;
/** Events after which those that wait are counted again. */
const COUNT_AFTER = 100;
/** Short, so that one that was being delivered when the server died comes back soon. */
const VISIBILITY_SECONDS = 30;
const BATCH = 10;
/** Attribute of a message with the id of its event. */
const ID = 'id';
const LONG_WAIT_SECONDS = 86_400;

/** The id of the event in a message. */
export function eventIdOf({ attributes, messageId }: ReceivedMessage): string {
  return attributes[ID]?.StringValue ?? messageId;
}

/** Keeps events on disk until their receiver has taken them. */
export class EventOutbox {
  readonly #queues: QueueStore;
  readonly #warn: (line: string) => void;
  /** Events that may be put before those that wait are counted. */
  #room = 0;

  constructor(queues: QueueStore, warn: (line: string) => void) {
    this.#queues = queues;
    this.#warn = warn;
  }

  /** Resolves once the event is on disk, or is dropped because too many wait. */
  async put(id: string, body: string): Promise<void> {
    if (this.#room <= 0 && !(await this.#hasRoom())) return;
    this.#room -= 1;
    const [settled] = await this.#withQueue(() =>
      this.#queues.send(EVENT_QUEUE, [
        { body, attributes: { [ID]: { DataType: 'String', StringValue: id } } },
      ]),
    );
    if (settled !== undefined && 'error' in settled) throw settled.error;
  }

  /** Events that are due, once there are any; none when `signal` ends the wait. */
  take(signal: AbortSignal): Promise<readonly ReceivedMessage[]> {
    const request = {
      max: BATCH,
      waitSeconds: LONG_WAIT_SECONDS,
      visibilitySeconds: VISIBILITY_SECONDS,
      signal,
    };
    return this.#withQueue(() => this.#queues.receive(EVENT_QUEUE, request));
  }

  async done({ receiptHandle }: ReceivedMessage): Promise<void> {
    await this.#queues.delete(EVENT_QUEUE, [receiptHandle]);
  }

  async again({ receiptHandle }: ReceivedMessage, visibilitySeconds: number): Promise<void> {
    await this.#queues.changeVisibility(EVENT_QUEUE, [{ receiptHandle, visibilitySeconds }]);
  }

  async waiting(): Promise<number> {
    const { visible, inFlight, delayed } = await this.#withQueue(() =>
      this.#queues.countMessages(EVENT_QUEUE),
    );
    return visible + inFlight + delayed;
  }

  async #hasRoom(): Promise<boolean> {
    const room = MOST_WAITING - (await this.waiting());
    if (room > 0) this.#room = Math.min(room, COUNT_AFTER);
    else this.#warn(`status events: ${MOST_WAITING} wait for their receiver; a new one is dropped`);
    return room > 0;
  }

  /** A queue that is not there, or that an operator has deleted, is made. */
  async #withQueue<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof QueueError) || error.code !== 'QueueDoesNotExist') throw error;
      await this.#queues.createQueue(EVENT_QUEUE, { MessageRetentionPeriod: String(KEPT_SECONDS) });
      return await work();
    }
  }
}

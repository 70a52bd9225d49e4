import {
  EventBridgeClient,
  type EventBridgeClientConfig,
  PutEventsCommand,
  type PutEventsRequestEntry,
} from '@aws-sdk/client-eventbridge';
import { utf8Bytes } from '../../../common/text-bytes.ts';
import { DETAIL_TYPE, statusDetail, withoutData } from '../../../engine/events/status-event.ts';
import type { EngineServices } from '../../../engine/services.ts';
import {
  EVENT_SOURCE,
  type EventOrigin,
  type StatusDetail,
  type StatusEvents,
  type ToldStatus,
} from '../../../ports/status-events.ts';

/** The parts of the sender of events. */
export interface EventBridgeParts extends Pick<EngineServices, 'blobs' | 'queue' | 'logger'> {
  /** Name or ARN of the bus. */
  readonly bus: string;
  readonly origin: EventOrigin;
}

/** Most entries of one request, and most bytes of all of them, as EventBridge has it. */
const MOST_ENTRIES = 10;
const MOST_BYTES = 256 * 1024;
/** Bytes of an entry besides its detail: source, type and time are counted, too. */
const OTHER_BYTES = 256;
/** Bytes of an event that waits as a message of the dispatch queue, which writes texts inside of texts. */
const MESSAGE_BYTES = 100 * 1024;
const BRIEF = { connectionTimeout: 1_000, requestTimeout: 3_000, throwOnRequestTimeout: true };

/** An event on its way, and who waits for it. */
interface Waiting {
  readonly detail: StatusDetail;
  readonly text: string;
  readonly bytes: number;
  readonly done: (error?: Error) => void;
}

/**
 * Puts events on a bus. Those that come while a request is under way go together into the next one. What the bus does not take goes
 * into a message of the dispatch queue, which tries on: an execution ends without the bus.
 *
 * Functions load this file with the first event (`build/bundle.ts`).
 */
export class EventBridge implements Omit<StatusEvents, 'changes'> {
  readonly #parts: EventBridgeParts;
  readonly #client: EventBridgeClient;
  #waiting: Waiting[] = [];
  #isSending = false;

  constructor(parts: EventBridgeParts, settings: EventBridgeClientConfig = {}) {
    this.#parts = parts;
    const { region } = parts.origin;
    this.#client = new EventBridgeClient({ region, maxAttempts: 2, requestHandler: BRIEF, ...settings });
  }

  async tell(told: ToldStatus): Promise<void> {
    const { queue, logger, origin } = this.#parts;
    const detail = await statusDetail(this.#parts, told, origin);
    try {
      await this.retry(detail);
    } catch (error) {
      const { eventId: event, executionArn: execution } = detail;
      logger.warn('a status event waits in the dispatch queue', { event, execution, reason: String(error) });
      const isLarge = utf8Bytes(JSON.stringify(detail)) > MESSAGE_BYTES;
      await queue.send({ kind: 'status', detail: isLarge ? withoutData(detail) : detail }, 1);
    }
  }

  retry(detail: StatusDetail): Promise<void> {
    return new Promise((resolve, reject) => {
      const text = JSON.stringify(detail);
      const done = (error?: Error) => (error === undefined ? resolve() : reject(error));
      this.#waiting.push({ detail, text, bytes: utf8Bytes(text) + OTHER_BYTES, done });
      if (!this.#isSending) void this.#sendAll();
    });
  }

  async #sendAll(): Promise<void> {
    this.#isSending = true;
    while (this.#waiting.length > 0) await this.#send(this.#nextBatch());
    this.#isSending = false;
  }

  #nextBatch(): readonly Waiting[] {
    let bytes = 0;
    const fits = (entry: Waiting, index: number) => {
      bytes += entry.bytes;
      return index === 0 || (index < MOST_ENTRIES && bytes <= MOST_BYTES);
    };
    const end = this.#waiting.findIndex((entry, index) => !fits(entry, index));
    return this.#waiting.splice(0, end === -1 ? this.#waiting.length : end);
  }

  /** Each entry is taken or refused for itself. */
  async #send(batch: readonly Waiting[]): Promise<void> {
    try {
      const request = new PutEventsCommand({ Entries: batch.map((each) => this.#entryOf(each)) });
      const { Entries = [] } = await this.#client.send(request);
      batch.forEach(({ done }, index) => {
        const { EventId, ErrorCode = 'no answer', ErrorMessage = '' } = Entries[index] ?? {};
        done(EventId === undefined ? new Error(`${ErrorCode}: ${ErrorMessage}`) : undefined);
      });
    } catch (error) {
      const reason = error instanceof Error ? error : new Error(String(error));
      for (const { done } of batch) done(reason);
    }
  }

  #entryOf({ detail, text }: Waiting): PutEventsRequestEntry {
    return {
      EventBusName: this.#parts.bus,
      Source: EVENT_SOURCE,
      DetailType: DETAIL_TYPE,
      Detail: text,
      Resources: [detail.executionArn],
      Time: new Date(detail.stopDate ?? detail.startDate),
    };
  }
}

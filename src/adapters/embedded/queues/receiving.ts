import type { Clock } from '../../../ports/clock.ts';
import type { ReceivedMessage } from '../../../queues/message.ts';
import type { ReceiveRequest } from '../../../queues/queue-store.ts';
import { Alarm } from '../alarm.ts';
import type { Statements } from '../statements.ts';
import { findQueue, requireQueue } from './queue-rows.ts';
import { takeBack } from './settle-messages.ts';
import { nextVisibleAt, takeMessages, visibleRows } from './take-messages.ts';
import type { Transactions } from './transactions.ts';
import { type Receiver, WaitingReceivers } from './waiting-receivers.ts';
import type { Work } from './work.ts';

/** Messages for receivers, to be handed out once the receive is on disk. */
type Served = readonly (readonly [Receiver, readonly ReceivedMessage[]])[];

/**
 * Hands messages to receivers, in the order in which they came.
 *
 *   send, give back, delete … ─┐
 *   a hidden message's time ───┼─▶ serve(queue) ─▶ one transaction takes for all waiters ─▶ each gets its own
 *   a new receiver ────────────┘
 */
export class Receiving {
  readonly #transactions: Transactions;
  readonly #waiting = new WaitingReceivers();
  /** Queues whose receivers are about to be served. */
  readonly #serving = new Set<string>();
  /** Wake the receivers of a queue when its next message becomes visible. */
  readonly #alarms = new Map<string, Alarm>();
  #isClosed = false;

  constructor(transactions: Transactions) {
    this.#transactions = transactions;
  }

  async receive(name: string, request: ReceiveRequest): Promise<readonly ReceivedMessage[]> {
    const { signal } = request;
    if (this.#isClosed || signal?.aborted) return [];
    const { settings } = requireQueue(this.#sql, name);
    const waitMs = (request.waitSeconds ?? settings.waitSeconds) * 1_000;
    const received = this.#waiting.add(name, request, waitMs);
    void this.serve(name);
    return await received;
  }

  /** Serves the waiting receivers of a queue, as far as there are messages. Never rejects. */
  async serve(name: string): Promise<void> {
    // The run that is serving already looks again before it ends.
    if (this.#serving.has(name) || !this.#waiting.has(name)) return;
    this.#serving.add(name);
    try {
      while (this.#hasMessagesFor(name)) {
        const served = await this.#transactions.write((work) => this.#takeForAll(work, name));
        await this.#handOut(name, served);
      }
    } catch (error) {
      for (const receiver of this.#waiting.of(name)) receiver.refuse(error);
    } finally {
      this.#serving.delete(name);
    }
  }

  /** Ends all receives with nothing, now and later. */
  close(): void {
    this.#isClosed = true;
    for (const alarm of this.#alarms.values()) alarm.close();
    this.#alarms.clear();
    this.#waiting.answerAll();
  }

  get #sql(): Statements {
    return this.#transactions.sql;
  }

  get #clock(): Clock {
    return this.#transactions.clock;
  }

  /** True when there is work to do; otherwise receivers go on waiting, or get nothing. */
  #hasMessagesFor(name: string): boolean {
    if (!this.#waiting.has(name)) return false;
    const queue = requireQueue(this.#sql, name);
    const now = this.#clock.now();
    if (visibleRows(this.#sql, queue, 1, now).length > 0) return true;
    for (const receiver of this.#waiting.of(name)) if (receiver.isInHurry) receiver.answer([]);
    if (this.#waiting.has(name)) this.#alarmOf(name).set(nextVisibleAt(this.#sql, queue, now));
    else this.#forgetAlarm(name);
    return false;
  }

  #takeForAll(work: Work, name: string): Served {
    const queue = requireQueue(work.sql, name);
    return this.#waiting.of(name).map((receiver) => {
      const { max, visibilitySeconds = queue.settings.visibilitySeconds } = receiver;
      return [receiver, takeMessages(work, queue, { max, visibilitySeconds })] as const;
    });
  }

  /** A receiver that has gone while its messages were written has not received them. */
  async #handOut(name: string, served: Served): Promise<void> {
    const refused: string[] = [];
    for (const [receiver, messages] of served) {
      if (!this.#waiting.isWaiting(name, receiver))
        refused.push(...messages.map(({ receiptHandle }) => receiptHandle));
      else if (messages.length > 0 || receiver.isInHurry) receiver.answer(messages);
    }
    if (refused.length > 0) await this.giveBack(name, refused);
  }

  /** Makes as if messages had not been received: their receiver has gone before it got them. */
  async giveBack(name: string, receiptHandles: readonly string[]): Promise<void> {
    await this.#transactions.write((work) => {
      const queue = findQueue(work.sql, name);
      if (queue !== undefined) for (const handle of receiptHandles) takeBack(work, queue, handle);
    });
  }

  #alarmOf(name: string): Alarm {
    const known = this.#alarms.get(name);
    if (known !== undefined) return known;
    const alarm = new Alarm(this.#clock, () => void this.serve(name));
    this.#alarms.set(name, alarm);
    return alarm;
  }

  #forgetAlarm(name: string): void {
    this.#alarms.get(name)?.close();
    this.#alarms.delete(name);
  }
}

import { ChangeMessageVisibilityBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { SQSRecord } from 'aws-lambda';
import { logger } from './logger.ts';

/** Seconds after a driver's crash until its messages come back. */
const LEASE_SECONDS = 60;
/** Two renewals may be lost before the lease is. */
const RENEWAL_MILLISECONDS = 20_000;

/**
 * Keeps the messages of a batch invisible while they are handled, and no longer.
 *
 * The queue's own visibility timeout must exceed the function's 15 minutes. Cut to a minute at the start and renewed
 * while the batch runs, it lets a crash be noticed within a minute.
 */
export class VisibilityLease implements Disposable {
  readonly #sqs: SQSClient;
  readonly #queueUrl: string;
  readonly #held: Set<SQSRecord>;
  readonly #renewal: NodeJS.Timeout;

  private constructor(sqs: SQSClient, queueUrl: string, records: readonly SQSRecord[]) {
    this.#sqs = sqs;
    this.#queueUrl = queueUrl;
    this.#held = new Set(records);
    this.#renewal = setInterval(() => void this.#renew(), RENEWAL_MILLISECONDS);
  }

  /** Takes hold of all messages of a batch, or gives those back at once that `early` has seconds for, with one request for both. */
  static async take(
    sqs: SQSClient,
    queueUrl: string,
    records: readonly SQSRecord[],
    early: ReadonlyMap<SQSRecord, number> = new Map(),
  ): Promise<VisibilityLease> {
    const lease = new VisibilityLease(sqs, queueUrl, records);
    const taken = await lease.#renew(early);
    for (const record of taken) if (early.has(record)) lease.#held.delete(record);
    return lease;
  }

  /** False for a message that was given back. */
  holds(record: SQSRecord): boolean {
    return this.#held.has(record);
  }

  /** Lets a message come back in so many seconds. */
  async giveBack(record: SQSRecord, seconds: number): Promise<void> {
    this.#held.delete(record);
    await this.#change([record], () => seconds);
  }

  [Symbol.dispose](): void {
    clearInterval(this.#renewal);
  }

  /** @returns those whose visibility was changed */
  async #renew(other: ReadonlyMap<SQSRecord, number> = new Map()): Promise<readonly SQSRecord[]> {
    const records = [...this.#held];
    const changed: SQSRecord[] = [];
    for (let from = 0; from < records.length; from += 10) {
      const some = records.slice(from, from + 10);
      const isChanged = await this.#change(some, (record) => other.get(record) ?? LEASE_SECONDS);
      if (isChanged) changed.push(...some);
    }
    return changed;
  }

  /** Never rejects: a message whose visibility cannot be changed comes back later than it could. @returns true when all were changed */
  async #change(records: readonly SQSRecord[], secondsOf: (record: SQSRecord) => number): Promise<boolean> {
    const entries = records.map((record, index) => ({
      Id: String(index),
      ReceiptHandle: record.receiptHandle,
      VisibilityTimeout: secondsOf(record),
    }));
    const command = new ChangeMessageVisibilityBatchCommand({ QueueUrl: this.#queueUrl, Entries: entries });
    try {
      const { Failed = [] } = await this.#sqs.send(command);
      if (Failed.length > 0)
        logger.warn('the visibility of messages was not changed', { count: Failed.length });
      return Failed.length === 0;
    } catch (error) {
      logger.warn('the visibility of messages was not changed', { reason: String(error) });
      return false;
    }
  }
}

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

  /** Takes hold of all messages of a batch with one request. */
  static async take(
    sqs: SQSClient,
    queueUrl: string,
    records: readonly SQSRecord[],
  ): Promise<VisibilityLease> {
    const lease = new VisibilityLease(sqs, queueUrl, records);
    await lease.#renew();
    return lease;
  }

  /** Lets a message come back in so many seconds. */
  async giveBack(record: SQSRecord, seconds: number): Promise<void> {
    this.#held.delete(record);
    await this.#change([record], seconds);
  }

  [Symbol.dispose](): void {
    clearInterval(this.#renewal);
  }

  async #renew(): Promise<void> {
    const records = [...this.#held];
    for (let from = 0; from < records.length; from += 10) {
      await this.#change(records.slice(from, from + 10), LEASE_SECONDS);
    }
  }

  /** Never rejects: a message whose visibility cannot be changed comes back later than it could. */
  async #change(records: readonly SQSRecord[], seconds: number): Promise<void> {
    const entries = records.map(({ receiptHandle }, index) => ({
      Id: String(index),
      ReceiptHandle: receiptHandle,
      VisibilityTimeout: seconds,
    }));
    const command = new ChangeMessageVisibilityBatchCommand({ QueueUrl: this.#queueUrl, Entries: entries });
    try {
      const { Failed = [] } = await this.#sqs.send(command);
      if (Failed.length > 0)
        logger.warn('the visibility of messages was not changed', { count: Failed.length });
    } catch (error) {
      logger.warn('the visibility of messages was not changed', { reason: String(error) });
    }
  }
}

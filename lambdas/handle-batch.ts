import type { SQSClient } from '@aws-sdk/client-sqs';
import type { SQSBatchResponse, SQSRecord } from 'aws-lambda';
import type { Instant } from '../src/interpreter/event.ts';
import type { Clock } from '../src/ports/clock.ts';
import type { DispatchHandler, DispatchMessage, Handled } from '../src/ports/dispatch-queue.ts';
import { secondsEarly } from './early-timer.ts';
import { powertoolsLogger } from './logger.ts';
import { measure } from './metrics.ts';
import { readMessage } from './read-message.ts';
import { VisibilityLease } from './visibility-lease.ts';

/** The services for handling a batch. */
export interface BatchParts {
  readonly deliver: DispatchHandler;
  readonly clock: Pick<Clock, 'now'>;
  readonly sqs: SQSClient;
  readonly queueUrl: string;
  /** Reads a record, or says what becomes of it. @default dispatch messages */
  readonly read?: (record: SQSRecord) => Promise<DispatchMessage | Handled>;
}

/** Longest pause before a message that failed is tried again. */
const MAX_RETRY_SECONDS = 300;

/**
 * Handles all messages side by side. @returns those that must come back
 *
 * Messages of one execution share its log and take turns at it (`withExecution` of the engine). After `handOverAt`
 * drivers begin no more tasks: a new message carries on.
 */
export async function handleBatch(
  records: readonly SQSRecord[],
  { deliver, clock, sqs, queueUrl, read }: BatchParts,
  handOverAt: Instant,
): Promise<SQSBatchResponse> {
  // A queue with a reader of its own carries no timers.
  const early = read === undefined ? earlyOf(records, clock.now()) : undefined;
  using lease = await VisibilityLease.take(sqs, queueUrl, records, early);

  async function handle(record: SQSRecord): Promise<SQSRecord | undefined> {
    if (!lease.holds(record)) return record;
    try {
      const handled = await handleRead(record, await (read ?? readMessage)(record));
      if (handled.done && handled.isUnhandledFailure) measure('FailuresUnhandled', 1);
      if (handled.done) return undefined;
      await lease.giveBack(record, handled.retryInSeconds);
    } catch (error) {
      const reason = error instanceof Error ? error : String(error);
      powertoolsLogger.error('a message failed and comes back', { message_id: record.messageId, reason });
      await lease.giveBack(record, retrySeconds(record));
    }
    return record;
  }

  async function handleRead(record: SQSRecord, message: DispatchMessage | Handled): Promise<Handled> {
    if ('done' in message) return message;
    measureDelay(record, message, clock.now());
    return await deliver(message, { handOverAt });
  }

  const handled = await Promise.all(records.map(handle));
  const returned = handled.filter((record) => record !== undefined);
  if (returned.length > 0) measure('MessagesReturned', returned.length);
  return { batchItemFailures: returned.map(({ messageId }) => ({ itemIdentifier: messageId })) };
}

/** The timers among the messages that come a little too early, and in how many seconds each is due. */
function earlyOf(records: readonly SQSRecord[], now: Instant): ReadonlyMap<SQSRecord, number> {
  const early = new Map<SQSRecord, number>();
  for (const record of records) {
    const seconds = secondsEarly(record, now);
    if (seconds !== undefined) early.set(record, seconds);
  }
  return early;
}

/** Kinds of bodies and commands that are sent to be handled at once. */
const HOPS = ['dispatch', 'report', 'CompleteTask', 'FailTask'];

/** Measures, from a message that has not failed before, how long a hop takes or how late a timer fires. */
function measureDelay(record: SQSRecord, { sentAt, body }: DispatchMessage, now: Instant): void {
  const receives = Number(record.attributes.ApproximateReceiveCount);
  const isHop = HOPS.includes(body.kind === 'command' ? body.command.type : body.kind);
  if (isHop && receives === 1) measure('HopLatency', now - sentAt);
  if (body.kind !== 'command' || body.command.type !== 'FireTimer') return;
  // A timer that came early comes a second time when it is due.
  const { dueAt } = body.command;
  if (receives <= 2 && dueAt <= now) measure('TimerLateness', now - dueAt);
}

/** Twice as long after each failure. */
function retrySeconds({ attributes }: SQSRecord): number {
  return Math.min(MAX_RETRY_SECONDS, 2 ** Number(attributes.ApproximateReceiveCount));
}

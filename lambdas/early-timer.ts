import type { SQSRecord } from 'aws-lambda';
import type { Instant } from '../src/interpreter/event.ts';
import type { DispatchMessage } from '../src/ports/dispatch-queue.ts';
import { readMessage } from './read-message.ts';

/** A schedule aims at a minute before the timer is due; the clock of the one that armed it may be ahead by another. */
const LONGEST_LEAD_MILLISECONDS = 120_000;

/**
 * Seconds after which a timer is due that comes a little too early, as those of schedules do; undefined for every other message.
 *
 * Its execution need not be read: whatever it is doing, it would give the message back until then.
 */
export function secondsEarly(record: SQSRecord, now: Instant): number | undefined {
  const body = bodyOf(record);
  if (body?.kind !== 'command' || body.command.type !== 'FireTimer') return undefined;
  const early = body.command.dueAt - now;
  return early > 0 && early <= LONGEST_LEAD_MILLISECONDS ? Math.ceil(early / 1000) : undefined;
}

/** Undefined for what is no timer, without reading large texts, and for a text that is no message, which fails where it is handled. */
function bodyOf(record: SQSRecord): DispatchMessage['body'] | undefined {
  if (!record.body.includes('"FireTimer"')) return undefined;
  try {
    return readMessage(record).body;
  } catch {
    return undefined;
  }
}

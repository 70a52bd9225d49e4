import type { JsonValue } from '../common/json.ts';
import type { EventId, ExecutionEvent, Instant, ResumedEvent } from './event.ts';

/** Id of a dispatch message; effects belong to the message under which they were committed. */
export type MessageId = string;

/** The events of one commit, in order, all with the same time. */
export interface ExecutionRecord {
  readonly firstEventId: EventId;
  readonly at: Instant;
  readonly owner: MessageId;
  readonly events: readonly ExecutionEvent[];
  /** The folded state after this record, as JSON; present now and then so that loading stays cheap. */
  readonly snapshot?: JsonValue;
}

/** True when loading may begin at the record: it holds a state, and nothing before it is needed. */
export function isBase({ events, snapshot }: ExecutionRecord): boolean {
  return snapshot !== undefined || isResumed(events[0]);
}

/** True for the events that hold the state to go on with. */
export function isResumed(event: ExecutionEvent | undefined): event is ResumedEvent {
  return event?.type === 'ExecutionRedriven' || event?.type === 'ExecutionForked';
}

/** Id of the last event of a record. */
export function lastEventId(record: ExecutionRecord): EventId {
  return record.firstEventId + record.events.length - 1;
}

import type { EventId, Instant } from './event.ts';
import type { MessageId } from './record.ts';

/** The properties that all events of one commit share, and the id of this event. */
export interface Commit {
  readonly id: EventId;
  readonly at: Instant;
  readonly owner: MessageId;
}

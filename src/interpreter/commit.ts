import type { EventId, Instant } from './event.ts';
import type { MessageId } from './record.ts';

/** What all events of one commit share, and the id of this one. */
export interface Commit {
  readonly id: EventId;
  readonly at: Instant;
  readonly owner: MessageId;
}

import type { Advance } from './advance.ts';
import type { EventId, Instant } from './event.ts';
import { type Heartbeat, owedHeartbeats, unmarkedMisses } from './heartbeats.ts';

/**
 * Times out the attempts whose heartbeat is marked as missed, and arms the timer for the next one that is due.
 *
 * Late heartbeats would make two drivers that get the same message judge differently. So an attempt counts as missed only
 * once that is marked, and while a mark is owed the message comes again.
 */
export function fireHeartbeats(
  advance: Advance,
  timer: EventId,
  dueAt: Instant,
  heartbeats: readonly Heartbeat[],
): void {
  const { at } = advance;
  const isEarly = at.now < dueAt;
  if (isEarly || unmarkedMisses(advance.state, heartbeats, dueAt).length > 0) {
    advance.comesEarly(timer, isEarly ? dueAt : at.now);
    return;
  }
  for (const { frame, newest } of owedHeartbeats(advance.state, heartbeats)) {
    if (newest?.isMissed) advance.emit({ type: 'TaskTimedOut', frame: frame.id, isHeartbeatMissed: true });
  }
  const next = owedHeartbeats(advance.state, heartbeats).map(({ due }) => due);
  if (next.length > 0)
    advance.perform({ type: 'StartTimer', timer, fireAt: Math.max(at.now, Math.min(...next)) });
}

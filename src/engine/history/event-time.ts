import type { EventId, Instant } from '../../interpreter/event.ts';
import type { ExecutionHeader } from '../../ports/execution-store.ts';
import { withFirstRecord } from '../log/fold-records.ts';
import { readLog } from '../log/read-log.ts';
import type { EngineServices } from '../services.ts';

/** When an event of an execution was recorded. @throws when its log has no such event. */
export async function eventTime(
  services: EngineServices,
  header: ExecutionHeader,
  event: EventId,
): Promise<Instant> {
  const records = withFirstRecord(header, await readLog(services, header, event, event));
  const holder = records.at(-1);
  // It came of the execution that was forked, which is kept no longer.
  if (holder === undefined && header.origins !== undefined) return header.startedAt;
  if (holder === undefined) throw new Error(`event ${event} of execution ${header.id.name} is gone`);
  return holder.at;
}

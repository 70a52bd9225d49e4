import type { EventId, Instant } from '../../interpreter/event.ts';
import type { ExecutionHeader, ExecutionStore } from '../../ports/execution-store.ts';
import { withFirstRecord } from '../log/fold-records.ts';

/** When an event of an execution was recorded. @throws when its log has no such event. */
export async function eventTime(
  executions: ExecutionStore,
  header: ExecutionHeader,
  event: EventId,
): Promise<Instant> {
  const records = withFirstRecord(header, await executions.readRecords(header.id, event, event));
  const holder = records.at(-1);
  if (holder === undefined) throw new Error(`event ${event} of execution ${header.id.name} is gone`);
  return holder.at;
}

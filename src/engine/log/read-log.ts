import type { EventId, Instant } from '../../interpreter/event.ts';
import { type ExecutionRecord, isBase, lastEventId } from '../../interpreter/record.ts';
import { MAX_TIMEOUT_SECONDS } from '../../limits.ts';
import type { ExecutionHeader, Origin, StoredRecord } from '../../ports/execution-store.ts';
import type { EngineServices } from '../services.ts';
import { withFirstRecord } from './fold-records.ts';
import { KnownValues } from './known-values.ts';
import { storeValues, wholeLog } from './whole-log.ts';

type Services = Pick<EngineServices, 'executions' | 'blobs' | 'physical'>;

/**
 * The records from which the events `from`..`to` can be rendered, as they are stored, in order.
 *
 * The beginning of a fork is copied from the log of the execution that was forked. Where the process that forked it has not
 * come to that, the reader does it. If that execution is kept no longer, the log begins with the fork.
 */
export async function readLog(
  services: Services,
  header: ExecutionHeader,
  from: EventId,
  to: EventId,
): Promise<readonly StoredRecord[]> {
  const { executions, physical } = services;
  const records = await executions.readRecords(header.id, from, to);
  const origin = header.origins?.at(-1);
  if (origin === undefined || isWhole(records, from)) return records;
  const beginning = await readBeginning(services, header, origin);
  if (beginning === undefined) return records.filter(({ firstEventId }) => firstEventId > origin.upTo);
  await copyBeginning(services, header, beginning, new KnownValues(physical.inlineBytes));
  return await executions.readRecords(header.id, from, to);
}

/** Adds the records before those of a fork's own, in their order; what is there already stays. */
export async function copyBeginning(
  services: Services,
  header: ExecutionHeader,
  beginning: readonly ExecutionRecord[],
  known: KnownValues,
  endsBy: Instant = header.startedAt + MAX_TIMEOUT_SECONDS * 1000,
): Promise<void> {
  for (const record of beginning) {
    const stored = await storeValues(services, header, record, known, endsBy);
    await services.executions.append(header.id, stored, endsBy);
  }
}

/** The log of the execution that was forked, as it was then; undefined when that is kept no longer. */
async function readBeginning(
  services: Services,
  { id }: ExecutionHeader,
  { name, startedAt, upTo }: Origin,
): Promise<readonly ExecutionRecord[] | undefined> {
  const source = await services.executions.readHeader({ ...id, name });
  if (source?.startedAt !== startedAt) return undefined;
  const { header, records: kept } = await wholeLog(
    services,
    source,
    await readLog(services, source, 1, upTo),
  );
  const records = withFirstRecord(header, kept);
  return records[0]?.firstEventId === 1 ? records : undefined;
}

/** True when the records follow each other from the first one, or from a state before `from`, on. */
function isWhole(records: readonly StoredRecord[], from: EventId): boolean {
  const [first] = records;
  if (first === undefined) return false;
  const isBegin = first.firstEventId === 1 || (isBase(first) && lastEventId(first) < from);
  return isBegin && records.slice(1).every((record, index) => follows(record, records[index]));
}

function follows({ firstEventId }: StoredRecord, before: StoredRecord | undefined): boolean {
  return before !== undefined && firstEventId === lastEventId(before) + 1;
}

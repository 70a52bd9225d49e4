import type { ExecutionRecord } from '../../interpreter/record.ts';
import type { Refused } from '../../interpreter/resume/chosen-point.ts';
import { Timeline } from '../../interpreter/resume/timeline.ts';
import type { ExecutionFacts } from '../../interpreter/state.ts';
import type { ExecutionHeader } from '../../ports/execution-store.ts';
import { folding, stateBefore, withFirstRecord } from '../log/fold-records.ts';
import type { KnownValues } from '../log/known-values.ts';
import { LogDefinitions } from '../log/log-definitions.ts';
import { readLog } from '../log/read-log.ts';
import { keptBytes, type WholeHeader, wholeLog } from '../log/whole-log.ts';
import type { EngineServices } from '../services.ts';

/** A whole log, folded, and the definition to go on with. */
export interface ReadTimeline {
  readonly timeline: Timeline;
  readonly definitions: LogDefinitions;
  readonly header: WholeHeader;
  readonly records: readonly ExecutionRecord[];
  /** Values of the log that are kept apart. */
  readonly known: KnownValues;
}

/** Most bytes of large values that a log may have to be read as a whole: all of them are in memory at once. */
export const MAX_READ_BYTES = 256 * 1024 * 1024;

/**
 * Reads the whole log of an execution, which costs as much as its history; and the definition of `version`, if one is
 * given. A log with too many large values cannot be read. With the facts of a `fork`, the state is one from which that goes on.
 *
 * @throws DamagedData when the log does not fold
 */
export async function readTimeline(
  services: EngineServices,
  found: ExecutionHeader,
  version: number | undefined,
  fork?: ExecutionFacts,
): Promise<ReadTimeline | Refused> {
  const stored = await readLog(services, found, 1, Number.MAX_SAFE_INTEGER);
  const bytes = keptBytes(found, stored);
  if (bytes > MAX_READ_BYTES) {
    return {
      refused: `The large values of its log take ${bytes} bytes; at most ${MAX_READ_BYTES} can be read`,
    };
  }
  const { header, records: kept, known } = await wholeLog(services, found, stored);
  const records = withFirstRecord(header, kept);
  const origin = found.origins?.at(-1);
  if (origin !== undefined && records[0]?.firstEventId !== 1) {
    return {
      refused: `Its first ${origin.upTo} events were not taken over in time from execution ${origin.name}`,
    };
  }
  const definitions = await LogDefinitions.of(services.flows, header, records);
  if (version !== undefined) await definitions.add(version);
  const timeline = folding(header, () => {
    const folded = new Timeline(stateBefore(definitions, header, records[0], fork));
    for (const { events, at, owner } of records) for (const event of events) folded.add(event, at, owner);
    return folded;
  });
  return { timeline, definitions, header, records, known };
}

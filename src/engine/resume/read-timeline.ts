import { Timeline } from '../../interpreter/resume/timeline.ts';
import type { ExecutionHeader } from '../../ports/execution-store.ts';
import { folding, stateBefore, withFirstRecord } from '../log/fold-records.ts';
import { LogDefinitions } from '../log/log-definitions.ts';
import type { EngineServices } from '../services.ts';

/** A whole log, folded, and the definition to go on with. */
export interface ReadTimeline {
  readonly timeline: Timeline;
  readonly definitions: LogDefinitions;
}

/**
 * Reads the whole log of an execution, which costs as much as its history; and the definition of `version`, if one is
 * given.
 *
 * @throws DamagedData when the log does not fold
 */
export async function readTimeline(
  { executions, flows }: EngineServices,
  header: ExecutionHeader,
  version: number | undefined,
): Promise<ReadTimeline> {
  const kept = await executions.readRecords(header.id, 1, Number.MAX_SAFE_INTEGER);
  const records = withFirstRecord(header, kept);
  const definitions = await LogDefinitions.of(flows, header, records);
  if (version !== undefined) await definitions.add(version);
  const timeline = folding(header, () => {
    const folded = new Timeline(stateBefore(definitions, header, records[0]));
    for (const { events, at, owner } of records) for (const event of events) folded.add(event, at, owner);
    return folded;
  });
  return { timeline, definitions };
}

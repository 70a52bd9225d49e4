import type { BatchRules } from '../../flow/flow.ts';
import { READING } from '../../interpreter/reading.ts';
import type { ExecutionRecord } from '../../interpreter/record.ts';
import { type ExecutionState, hasEnded } from '../../interpreter/state.ts';
import { itemsOf } from '../../interpreter/tally.ts';
import type { ExecutionHeader } from '../../ports/execution-store.ts';
import { foldRecords, withFirstRecord } from '../log/fold-records.ts';
import { LogDefinitions } from '../log/log-definitions.ts';
import { wholeLog } from '../log/whole-log.ts';
import type { EngineServices } from '../services.ts';
import { batchRulesOf } from './run-input.ts';

/** How far a map run is, in items, and the rules that hold. */
export interface MapRunProgress {
  readonly rules: BatchRules;
  readonly total: number;
  /** False where there may be more items, which were not read yet. */
  readonly isAllRead: boolean;
  readonly succeeded: number;
  readonly failed: number;
  /** Those of batches that run, 0 after the end. */
  readonly running: number;
}

/** Reads how far a map run is, or how far it was when it ended. @throws DamagedData when its log does not fold */
export async function mapRunProgress(
  services: EngineServices,
  header: ExecutionHeader,
): Promise<MapRunProgress> {
  const stored = (await services.executions.load(header.id))?.records ?? [];
  const { header: whole, records: kept } = await wholeLog(services, header, stored);
  const records = withFirstRecord(whole, kept);
  const definitions = await LogDefinitions.of(services.flows, whole, records);
  const state = foldRecords(definitions, whole, records);
  if (!hasEnded(state)) return progressOf(state);
  return { ...progressOf(foldRecords(definitions, whole, withoutEnd(records))), running: 0 };
}

/** The event that ends an execution closes its lists, which hold the counts. */
function withoutEnd(records: readonly ExecutionRecord[]): readonly ExecutionRecord[] {
  const last = records.at(-1);
  if (last === undefined) return records;
  return [...records.slice(0, -1), { ...last, events: last.events.slice(0, -1) }];
}

function progressOf({ flow, facts, frames }: ExecutionState): MapRunProgress {
  const [root, ...open] = frames.values();
  const tally = root?.active?.tally;
  if (tally !== undefined) {
    const { items: total, succeeded, failed } = tally;
    const running = open.reduce(
      (sum, { index = READING }) => sum + (index === READING ? 0 : itemsOf(tally, index)),
      0,
    );
    const isAllRead = tally.reading?.isDone !== false;
    return { rules: tally, total, isAllRead, succeeded, failed, running };
  }
  const { total, succeeded, failed, rules } = root?.local ?? {};
  return {
    rules: (rules as BatchRules | undefined) ?? batchRulesOf({ flow }),
    total: Number(total ?? facts.input['total'] ?? 0),
    isAllRead: total !== undefined || facts.input['total'] !== undefined,
    succeeded: Number(succeeded ?? 0),
    failed: Number(failed ?? 0),
    running: 0,
  };
}

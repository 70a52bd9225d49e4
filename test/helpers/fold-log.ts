import { type HistoryEvent, readHistory } from '../../src/engine/history/history.ts';
import { foldRecords } from '../../src/engine/log/execution-log.ts';
import { withFirstRecord } from '../../src/engine/log/first-record.ts';
import type { ExecutionState } from '../../src/interpreter/state.ts';
import { DEFAULT_LIMITS } from '../../src/limits.ts';
import { MemoryDispatchQueue } from '../../src/testing/memory/dispatch-queue.ts';
import { MemoryExecutionStore } from '../../src/testing/memory/execution-store.ts';
import { MemoryFlowStore } from '../../src/testing/memory/flow-store.ts';
import { createSeededIds } from '../../src/testing/memory/seeded-ids.ts';
import { MemoryTimers } from '../../src/testing/memory/timers.ts';
import { createVirtualClock } from '../../src/testing/memory/virtual-clock.ts';
import { flowOf } from '../../src/testing/run-flow.ts';
import type { StoredLog } from '../flows/recorded-logs.ts';

/** The state that a log folds to. */
export function stateOf(definition: string, { header, records }: StoredLog): ExecutionState {
  return foldRecords(flowOf(definition), header, withFirstRecord(header, records));
}

/** The whole history that the API shows of a log. */
export async function historyOf(definition: string, log: StoredLog): Promise<readonly HistoryEvent[]> {
  const { header, records } = log;
  const clock = createVirtualClock(header.startedAt);
  const ids = createSeededIds('history');
  const queue = new MemoryDispatchQueue(clock, ids);
  const executions = new MemoryExecutionStore(clock);
  const flows = new MemoryFlowStore();
  const times = { createdAt: clock.now(), modifiedAt: clock.now() };
  const texts = { definition, description: '', type: 'FDL', roleArn: '', externalStorageLocation: '' };
  await flows.createFlow({ id: header.id.flowId, name: header.flowName, version: 1, ...texts, ...times });
  await executions.create(header);
  for (const record of records) await executions.append(header.id, record);
  const logger = { info: () => {}, warn: () => {}, error: () => {} };
  const timers = new MemoryTimers(clock, queue);
  const outside = { clock, ids, queue, timers, logger, targets: {} as never, limits: DEFAULT_LIMITS };
  return readHistory({ executions, flows, ...outside }, header, 1, Number.MAX_SAFE_INTEGER - 1);
}

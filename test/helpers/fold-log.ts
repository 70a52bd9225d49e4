import { type HistoryEvent, readHistory } from '../../src/engine/history/history.ts';
import { foldRecords, withFirstRecord } from '../../src/engine/log/fold-records.ts';
import type { WholeHeader } from '../../src/engine/log/whole-log.ts';
import { servicesOf } from '../../src/engine/run-home.ts';
import type { Flow } from '../../src/flow/flow.ts';
import type { ExecutionState } from '../../src/interpreter/state.ts';
import { DEFAULT_LIMITS } from '../../src/limits.ts';
import { MemoryHome } from '../../src/testing/memory-home.ts';
import { flowOf } from '../../src/testing/run-flow.ts';
import type { StoredLog } from '../flows/recorded-logs.ts';

/** Flows by their definitions: logs of one flow are read many times, and reading its text takes longest. */
const flows = new Map<string, Flow>();

/** The checked flow of a text, which is read once. */
export function flowOnce(definition: string): Flow {
  const flow = flows.get(definition) ?? flowOf(definition);
  flows.set(definition, flow);
  return flow;
}

/** The state that a log folds to. */
export function stateOf(definition: string, { header, records }: StoredLog): ExecutionState {
  return foldRecords({ flow: flowOnce(definition) }, header as WholeHeader, withFirstRecord(header, records));
}

/** The whole history that the API shows of a log. */
export async function historyOf(definition: string, log: StoredLog): Promise<readonly HistoryEvent[]> {
  const { header, records } = log;
  const home = new MemoryHome({ start: header.startedAt, seed: 'history', targets: () => ({}) as never });
  const { clock, executions, flows } = home;
  const times = { createdAt: clock.now(), modifiedAt: clock.now() };
  const texts = { definition, description: '', type: 'FDL', roleArn: '', externalStorageLocation: '' };
  await flows.createFlow({ id: header.id.flowId, name: header.flowName, version: 1, ...texts, ...times });
  await executions.create(header);
  for (const record of records) await executions.append(header.id, record);
  return readHistory(servicesOf(home, DEFAULT_LIMITS), header, 1, Number.MAX_SAFE_INTEGER - 1);
}

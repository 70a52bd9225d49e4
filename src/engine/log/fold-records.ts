import type { Flow } from '../../flow/flow.ts';
import { evolve } from '../../interpreter/evolve.ts';
import type { ExecutionRecord } from '../../interpreter/record.ts';
import { fromSnapshot } from '../../interpreter/snapshot.ts';
import { type ExecutionState, initialState } from '../../interpreter/state.ts';
import { DamagedData } from '../../ports/damaged-data.ts';
import type { ExecutionHeader } from '../../ports/execution-store.ts';
import { factsOf } from './circumstances.ts';

/** The given records of an execution, behind the one of its header where that comes right before them. */
export function withFirstRecord(
  { startedAt: at, owner, firstEvents: events }: ExecutionHeader,
  records: readonly ExecutionRecord[],
): readonly ExecutionRecord[] {
  if (events === undefined) return records;
  const [next] = records;
  const isMissing = next === undefined || next.firstEventId === events.length + 1;
  return isMissing ? [{ firstEventId: 1, at, owner, events }, ...records] : records;
}

/**
 * The state that records fold to: from the first one's snapshot if it has one, else from nothing.
 *
 * @throws DamagedData when they fold to none.
 */
export function foldRecords(
  flow: Flow,
  header: ExecutionHeader,
  records: readonly ExecutionRecord[],
): ExecutionState {
  const [first, ...rest] = records;
  return folding(header, () =>
    first?.snapshot === undefined
      ? records.reduce(foldRecord, initialState(flow, factsOf(header)))
      : rest.reduce(foldRecord, fromSnapshot(flow, factsOf(header), first.snapshot)),
  );
}

/** Runs a fold of a log; an error in it means that the log is damaged. @throws DamagedData */
export function folding<T>({ id, flowName }: ExecutionHeader, fold: () => T): T {
  try {
    return fold();
  } catch (error) {
    throw new DamagedData(`the log of execution ${id.name} of flow ${flowName}`, error);
  }
}

function foldRecord(state: ExecutionState, { events, at, owner }: ExecutionRecord): ExecutionState {
  return events.reduce((folded, event) => evolve(folded, event, at, owner), state);
}

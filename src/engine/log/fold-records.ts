import type { Flow } from '../../flow/flow.ts';
import { evolve } from '../../interpreter/evolve.ts';
import { type ExecutionRecord, isResumed } from '../../interpreter/record.ts';
import { fromSnapshot } from '../../interpreter/snapshot.ts';
import { type ExecutionFacts, type ExecutionState, initialState } from '../../interpreter/state.ts';
import { DamagedData } from '../../ports/damaged-data.ts';
import type { ExecutionHeader } from '../../ports/execution-store.ts';
import { factsFrom } from './circumstances.ts';
import { knownBeginning, knownFold } from './known-folds.ts';
import type { WholeHeader } from './whole-log.ts';

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

/** The definitions that a log names: the one that it began with, and others by version. */
export interface LogFlows {
  readonly flow: Flow;
  readonly versions?: ReadonlyMap<number, Flow>;
}

/**
 * The state that records fold to: from the first one's snapshot if it has one, else from nothing.
 *
 * @throws DamagedData when they fold to none.
 */
export function foldRecords(
  flows: LogFlows,
  header: WholeHeader,
  records: readonly ExecutionRecord[],
): ExecutionState {
  const [first, ...rest] = records;
  const initial = knownBeginning(header, flows, first?.firstEventId, () => stateBefore(flows, header, first));
  return folding(header, () => {
    if (first?.snapshot === undefined) return records.reduce(foldRecord, initial);
    const { snapshot } = first;
    const base = knownFold(first, initial, () => fromSnapshot(initial, snapshot));
    return rest.reduce(foldRecord, base);
  });
}

/** The versions of the definition that records name: those that the execution went on with. */
export function namedVersions(records: readonly ExecutionRecord[]): readonly number[] {
  const versions: number[] = [];
  for (const { events, snapshot } of records) {
    for (const event of events) if (isResumed(event)) versions.push(event.flowVersion);
    const kept = (snapshot as { readonly flowVersion?: number } | undefined)?.flowVersion;
    if (kept !== undefined) versions.push(kept);
  }
  return versions;
}

/** The state from which folding begins at a record: without any event, whichever id comes next. `next` are the facts of a fork to come. */
export function stateBefore(
  { flow, versions }: LogFlows,
  header: WholeHeader,
  first: ExecutionRecord | undefined,
  next?: ExecutionFacts,
): ExecutionState {
  const initial = initialState(flow, factsFrom(header, first?.firstEventId ?? 1, next), versions);
  return first === undefined ? initial : { ...initial, lastEventId: first.firstEventId - 1 };
}

/** Runs a fold of a log; an error in it means that the log is damaged. @throws DamagedData */
export function folding<T>({ id, flowName }: ExecutionHeader, fold: () => T): T {
  try {
    return fold();
  } catch (error) {
    throw new DamagedData(`the log of execution ${id.name} of flow ${flowName}`, error);
  }
}

/** The state after one more record. */
function foldRecord(state: ExecutionState, record: ExecutionRecord): ExecutionState {
  const { events, at, owner } = record;
  return knownFold(record, state, () =>
    events.reduce((folded, event) => evolve(folded, event, at, owner), state),
  );
}

import type { Flow } from '../../flow/flow.ts';
import type { EventId } from '../../interpreter/event.ts';
import type { ExecutionRecord } from '../../interpreter/record.ts';
import type { ExecutionState } from '../../interpreter/state.ts';
import type { WholeHeader } from './whole-log.ts';

/** The fold of a record. */
interface Fold extends Pick<ExecutionRecord, 'at' | 'owner'> {
  readonly before: ExecutionState;
  readonly after: ExecutionState;
}

/** By the events of the record: the first record of a log is made of its header, and another object each time. */
const folds = new WeakMap<ExecutionRecord['events'], Fold>();

/**
 * The state after a record. A store in memory hands out the same frozen objects to all its readers: what was folded on the same state
 * before is not folded again. What is not frozen may have changed since.
 */
export function knownFold(
  { events, at, owner }: ExecutionRecord,
  before: ExecutionState,
  fold: () => ExecutionState,
): ExecutionState {
  if (!Object.isFrozen(events)) return fold();
  const known = folds.get(events);
  if (known?.before === before && known.at === at && known.owner === owner) return known.after;
  const after = fold();
  folds.set(events, { at, owner, before, after });
  return after;
}

/** The state before the first record of a log, which has the event `first`. */
interface Beginning {
  readonly first: EventId | undefined;
  readonly state: ExecutionState;
}

const beginnings = new WeakMap<WholeHeader, Beginning>();

/** The same for the state before the first record, which follows from its event, the header, and the definitions that the log names. */
export function knownBeginning(
  header: WholeHeader,
  definitions: Pick<ExecutionState, 'flow'> & Partial<Pick<ExecutionState, 'versions'>>,
  first: EventId | undefined,
  begin: () => ExecutionState,
): ExecutionState {
  if (!Object.isFrozen(header)) return begin();
  const known = beginnings.get(header);
  const { flow, versions = new Map() } = definitions;
  if (known?.first === first && known?.state.flow === flow && areSame(known.state.versions, versions))
    return known.state;
  const state = begin();
  beginnings.set(header, { first, state });
  return state;
}

function areSame(a: ReadonlyMap<number, Flow>, b: ReadonlyMap<number, Flow>): boolean {
  return a.size === b.size && [...a].every(([version, flow]) => b.get(version) === flow);
}

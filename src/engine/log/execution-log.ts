import type { Circumstances } from '../../interpreter/decision.ts';
import type { Effect } from '../../interpreter/effect.ts';
import { pendingEffects } from '../../interpreter/effects.ts';
import type { ExecutionEvent, Instant } from '../../interpreter/event.ts';
import type { ExecutionRecord, MessageId } from '../../interpreter/record.ts';
import type { ExecutionState } from '../../interpreter/state.ts';
import { executionDeadline } from '../../interpreter/watchdog.ts';
import type { ExecutionId, LoadedExecution } from '../../ports/execution-store.ts';
import type { EngineServices } from '../services.ts';
import { circumstancesOf } from './circumstances.ts';
import { foldRecords, withFirstRecord } from './fold-records.ts';
import type { KnownValues } from './known-values.ts';
import { LogDefinitions } from './log-definitions.ts';
import { SnapshotRhythm } from './snapshot-rhythm.ts';
import { keptBytes, storeValues, type WholeHeader, wholeLog } from './whole-log.ts';

/** A decision on the state of a log. */
export interface Decided {
  readonly at: Circumstances;
  /** None when the decision is that there is nothing to do. */
  readonly events: readonly ExecutionEvent[];
  /** The state after them. */
  readonly state: ExecutionState;
}

/** The part of a log that all its users in a process share. */
interface Shared extends Folded {
  turn: Promise<unknown>;
  /** Reads and appends that have begun, and which of them showed that `state` is the newest. */
  calls: number;
  newestCall: number;
}

/** The header and state of an execution as they were read. */
interface Folded {
  header: WholeHeader;
  definitions: LogDefinitions;
  state: ExecutionState;
  /** Messages under which the newest records were committed. */
  owners: Set<MessageId>;
  snapshots: SnapshotRhythm;
  /** Its values that are kept apart. */
  known: KnownValues;
}

/**
 * One execution in the hands of one user: its header, its folded state, and the way to add to its log.
 *
 * All users in the process share the state and take turns by `exclusive`. Against other processes optimistic concurrency
 * protects: an append holds only if the log has not grown. The state lacks records that other processes have added
 * meanwhile. So "there is nothing to do" and "nothing is mine" count only on a state that was the newest at some time
 * since the user came. Users that wait for their turn share one reading. With one reading each, a slow store could starve
 * them.
 */
export class ExecutionLog {
  readonly #services: EngineServices;
  readonly #shared: Shared;
  /** Number of the last call that had begun when the user came; the results of these calls may be out of date. */
  readonly #since: number;

  private constructor(services: EngineServices, shared: Shared, since: number) {
    this.#services = services;
    this.#shared = shared;
    this.#since = since;
  }

  /** Latest instant at which the execution ends. */
  get endsBy(): Instant {
    return executionDeadline(this.state);
  }

  /** Reads an execution; undefined when there is none. `hold` is told the bytes of its large values before they are read. */
  static async read(
    services: EngineServices,
    id: ExecutionId,
    hold: (bytes: number) => void = () => {},
  ): Promise<ExecutionLog | undefined> {
    const loaded = await services.executions.load(id);
    if (loaded === undefined) return undefined;
    hold(keptBytes(loaded.header, loaded.records));
    const shared = {
      ...(await fold(services, loaded)),
      turn: Promise.resolve(),
      calls: 1,
      newestCall: 1,
    };
    return new ExecutionLog(services, shared, 0);
  }

  /** The same execution in the hands of another user, which comes now. */
  share(): ExecutionLog {
    return new ExecutionLog(this.#services, this.#shared, this.#shared.calls);
  }

  get header(): WholeHeader {
    return this.#shared.header;
  }

  get state(): ExecutionState {
    return this.#shared.state;
  }

  /** The role to call targets with; empty when the flow has none. */
  get roleArn(): string {
    return this.#shared.definitions.roleIn(this.state);
  }

  /** Runs some work while no other user in this process decides or reads. */
  exclusive<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#shared.turn.then(work);
    this.#shared.turn = result.catch(() => {});
    return result;
  }

  /** True when one of the newest records was committed under this message, or an older one left it something to do. */
  async hasCommitOf(message: MessageId): Promise<boolean> {
    if (this.#knowsCommitOf(message)) return true;
    if (this.#isFresh()) return false;
    await this.#readAnew();
    return this.#knowsCommitOf(message);
  }

  /**
   * True when the end is in the header, so that the service owes the execution nothing more; false when it has gone on
   * since that end.
   */
  async isOver(): Promise<boolean> {
    if (!this.#showsEnd()) return false;
    if (!this.#isFresh()) await this.#readAnew();
    return this.#showsEnd();
  }

  /** Effects that are still to be performed, of the messages that `owns` accepts. */
  pendingEffects(owns: (owner: MessageId) => boolean): readonly Effect[] {
    const { newToken, limits } = this.circumstances('');
    return pendingEffects(this.state, owns, { concurrency: limits.concurrency, newToken });
  }

  /** Everything that a decision depends on when it is made now, under this message. */
  circumstances(owner: MessageId): Circumstances {
    return circumstancesOf(this.#services, this.header, owner);
  }

  /**
   * Appends the decision of this turn; its state becomes that of the log.
   *
   * @returns false when another process may have added to the log meanwhile. The log was read again; decide anew.
   */
  async commit(decided: Decided): Promise<boolean> {
    const isCommitted = decided.events.length === 0 ? this.#isFresh() : await this.#append(decided);
    if (!isCommitted) await this.#refresh();
    return isCommitted;
  }

  async #append({ at, events, state }: Decided): Promise<boolean> {
    const shared = this.#shared;
    const record: ExecutionRecord = {
      firstEventId: shared.state.lastEventId + 1,
      at: at.now,
      owner: at.owner,
      events,
      ...shared.snapshots.next(state, events),
    };
    const call = ++shared.calls;
    const services = this.#services;
    const endsBy = executionDeadline(state);
    const stored = await storeValues(services, shared.header, record, shared.known, endsBy);
    const isAppended = await services.executions.append(shared.header.id, stored, endsBy);
    if (!isAppended) return false;
    shared.state = state;
    shared.newestCall = call;
    shared.owners.add(at.owner);
    return true;
  }

  async #refresh(): Promise<void> {
    const shared = this.#shared;
    const call = ++shared.calls;
    const loaded = await this.#services.executions.load(shared.header.id);
    if (loaded === undefined) throw new Error(`execution ${shared.header.id.name} is gone`);
    Object.assign(shared, await fold(this.#services, loaded), { newestCall: call });
  }

  async #readAnew(): Promise<void> {
    await this.exclusive(async () => this.#isFresh() || (await this.#refresh()));
  }

  #showsEnd(): boolean {
    const { end } = this.header;
    return end !== undefined && (end.redrives ?? 0) === (this.state.redrives ?? 0);
  }

  #isFresh(): boolean {
    return this.#shared.newestCall > this.#since;
  }

  #knowsCommitOf(message: MessageId): boolean {
    return this.#shared.owners.has(message) || this.pendingEffects((owner) => owner === message).length > 0;
  }
}

async function fold(services: EngineServices, loaded: LoadedExecution): Promise<Folded> {
  const { header, records: kept, known } = await wholeLog(services, loaded.header, loaded.records);
  const records = withFirstRecord(header, kept);
  const definitions = await LogDefinitions.of(services.flows, header, records);
  return {
    header,
    definitions,
    state: foldRecords(definitions, header, records),
    owners: new Set(records.map(({ owner }) => owner)),
    snapshots: new SnapshotRhythm(records),
    known,
  };
}

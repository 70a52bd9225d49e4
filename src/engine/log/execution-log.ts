import { stringifyJson } from '../../common/json-text.ts';
import type { Flow } from '../../flow/flow.ts';
import type { Circumstances } from '../../interpreter/decision.ts';
import type { Effect } from '../../interpreter/effect.ts';
import { pendingEffects } from '../../interpreter/effects.ts';
import type { ExecutionEvent } from '../../interpreter/event.ts';
import { evolve } from '../../interpreter/evolve.ts';
import type { ExecutionRecord, MessageId } from '../../interpreter/record.ts';
import { fromSnapshot, toSnapshot } from '../../interpreter/snapshot.ts';
import { type ExecutionState, hasEnded, initialState } from '../../interpreter/state.ts';
import type { ExecutionHeader, ExecutionId, LoadedExecution } from '../../ports/execution-store.ts';
import type { EngineServices } from '../services.ts';
import { circumstancesOf, factsOf } from './circumstances.ts';
import { withFirstRecord } from './first-record.ts';
import { type Definition, definitionOf } from './flow-cache.ts';

/** A snapshot is worth its bytes only when at least this many have come since the last one. */
const MIN_BYTES_BETWEEN_SNAPSHOTS = 16 * 1024;

/**
 * One execution as one process sees it: its header, its folded state, and the way to add to its log.
 *
 * Everyone in the process who works on the execution shares one of these and takes turns by `exclusive`, so that
 * they do not race each other; other processes are raced by the condition of the append.
 */
export class ExecutionLog {
  header: ExecutionHeader;
  state: ExecutionState;
  /** The role to call targets with; empty when the flow has none. */
  readonly roleArn: string;
  private readonly services: EngineServices;
  private readonly flow: Flow;
  private owners = new Set<MessageId>();
  private bytesSinceSnapshot = 0;
  private snapshotBytes = 0;
  private turn: Promise<unknown> = Promise.resolve();
  /** Reads and appends that have begun, and which of them showed that `state` is the newest. */
  private calls = 0;
  private newestCall = 0;

  private constructor(services: EngineServices, { flow, roleArn }: Definition, loaded: LoadedExecution) {
    this.services = services;
    this.flow = flow;
    this.roleArn = roleArn;
    this.header = loaded.header;
    this.state = this.fold(loaded);
  }

  /** Reads an execution; undefined when there is none. */
  static async read(services: EngineServices, id: ExecutionId): Promise<ExecutionLog | undefined> {
    const loaded = await services.executions.load(id);
    if (loaded === undefined) return undefined;
    return new ExecutionLog(services, await definitionOf(services.flows, loaded.header), loaded);
  }

  /** Reads and appends that have begun so far: what `isFreshSince` compares with. */
  get instant(): number {
    return this.calls;
  }

  /** True when the state was the newest at some time after that instant, as reading or an append has shown. */
  isFreshSince(instant: number): boolean {
    return this.newestCall > instant;
  }

  /** Does some work while nobody else in this process decides or reads this execution. */
  exclusive<T>(work: () => Promise<T>): Promise<T> {
    const result = this.turn.then(work);
    this.turn = result.catch(() => {});
    return result;
  }

  /** Reads the execution again: another process may have gone on with it. */
  async refresh(): Promise<void> {
    const call = ++this.calls;
    const loaded = await this.services.executions.load(this.header.id);
    if (loaded === undefined) throw new Error(`execution ${this.header.id.name} is gone`);
    this.header = loaded.header;
    this.state = this.fold(loaded);
    this.newestCall = call;
  }

  /** True when one of the newest records was committed under this message, or an older one left it something to do. */
  hasCommitOf(message: MessageId): boolean {
    return this.owners.has(message) || this.pendingEffects((owner) => owner === message).length > 0;
  }

  /** What is to be done for the messages that `owns` accepts. */
  pendingEffects(owns: (owner: MessageId) => boolean): readonly Effect[] {
    const { newToken, limits } = this.circumstances('');
    return pendingEffects(this.state, owns, { concurrency: limits.concurrency, newToken });
  }

  /** Everything a decision made now under this message depends on. */
  circumstances(owner: MessageId): Circumstances {
    return circumstancesOf(this.services, this.header, owner);
  }

  /**
   * Appends the events that led to `state` and goes on from it.
   *
   * @returns false when another process has added to the log meanwhile; `refresh`, and decide again.
   */
  async commit(
    state: ExecutionState,
    events: readonly ExecutionEvent[],
    at: Circumstances,
  ): Promise<boolean> {
    const record: ExecutionRecord = {
      firstEventId: this.state.lastEventId + 1,
      at: at.now,
      owner: at.owner,
      events,
      ...this.snapshotOf(state, events),
    };
    const call = ++this.calls;
    if (!(await this.services.executions.append(this.header.id, record))) return false;
    this.state = state;
    this.newestCall = call;
    this.owners.add(at.owner);
    return true;
  }

  private fold({ header, records: kept }: LoadedExecution): ExecutionState {
    const records = withFirstRecord(header, kept);
    this.owners = new Set(records.map(({ owner }) => owner));
    this.bytesSinceSnapshot = 0;
    for (const { events, snapshot } of records) {
      if (snapshot === undefined) this.bytesSinceSnapshot += eventBytes(events);
      else this.snapshotBytes = stringifyJson(snapshot).length;
    }
    return foldRecords(this.flow, header, records);
  }

  private snapshotOf(
    state: ExecutionState,
    events: readonly ExecutionEvent[],
  ): Pick<ExecutionRecord, 'snapshot'> {
    this.bytesSinceSnapshot += eventBytes(events);
    const isDue = this.bytesSinceSnapshot > Math.max(this.snapshotBytes, MIN_BYTES_BETWEEN_SNAPSHOTS);
    if (!isDue || hasEnded(state)) return {};
    const snapshot = toSnapshot(state);
    this.snapshotBytes = stringifyJson(snapshot).length;
    this.bytesSinceSnapshot = 0;
    return { snapshot };
  }
}

/** The state that records fold to: from the first one's snapshot if it has one, else from nothing. */
export function foldRecords(
  flow: Flow,
  header: ExecutionHeader,
  records: readonly ExecutionRecord[],
): ExecutionState {
  const [first, ...rest] = records;
  if (first?.snapshot === undefined) return records.reduce(foldRecord, initialState(flow, factsOf(header)));
  return rest.reduce(foldRecord, fromSnapshot(flow, factsOf(header), first.snapshot));
}

function foldRecord(state: ExecutionState, { events, at, owner }: ExecutionRecord): ExecutionState {
  return events.reduce((folded, event) => evolve(folded, event, at, owner), state);
}

/** About what events take in the log; exact enough to keep snapshots rare. */
function eventBytes(events: readonly ExecutionEvent[]): number {
  let bytes = 0;
  for (const event of events) {
    bytes += 40;
    if ('output' in event) bytes += event.output.length;
    if ('failure' in event) bytes += event.failure.cause.length;
  }
  return bytes;
}

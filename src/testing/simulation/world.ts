import { nextTick } from 'node:process';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { FamilySize } from '../../adapters/embedded/child-places.ts';
import { isImplied } from '../../adapters/embedded/saved-messages.ts';
import { decodeTaskToken } from '../../engine/task-token.ts';
import type { Instant } from '../../interpreter/event.ts';
import type { MessageId } from '../../interpreter/record.ts';
import type { Limits } from '../../limits.ts';
import type { DispatchBody, DispatchMessage } from '../../ports/dispatch-queue.ts';
import type { ExecutionId } from '../../ports/execution-store.ts';
import type { Caller } from '../../ports/task-targets.ts';
import { MemoryBlobStore } from '../memory/blob-store.ts';
import { type Delivery, MemoryDispatchQueue } from '../memory/dispatch-queue.ts';
import { MemoryExecutionStore } from '../memory/execution-store.ts';
import { MemoryFlowStore } from '../memory/flow-store.ts';
import { MemoryHeartbeats } from '../memory/heartbeats.ts';
import { MemoryObjects } from '../memory/objects.ts';
import { createSeededIds, type MadeIds } from '../memory/seeded-ids.ts';
import { type Action, createVirtualClock, type VirtualClock, WOKE_NOTHING } from '../memory/virtual-clock.ts';
import type { DeliveryFate, Fates } from './fates.ts';
import { LaggingListing } from './listing.ts';
import { BrokenPromise, type SimulatedLog } from './log.ts';
import { SimulatedLogs } from './logs.ts';
import { MAX_RECEIVES, REDRIVE_MILLISECONDS } from './outage.ts';
import type { Outside } from './outside.ts';
import { findOwnerless } from './ownership.ts';
import { SimulatedProcess } from './process.ts';
import { RouteLog } from './route-log.ts';
import type { Bounds, Engine, SimulatedWorld, WorldProcess } from './simulated-world.ts';
import { RecordedTimers } from './timers.ts';

/**
 * Things that may happen in one run before it counts as one that never ends: in all, and while no log grows. A flow of a hundred steps
 * with three forks, each let go on again and again, takes 120,000 in all, and 9,000 while its functions hang. An outage of 25 minutes, in
 * which clients ask every 30 s, takes more than 50,000 without a record.
 */
const MAX_TURNS = { inAll: 2_000_000, withoutRecord: 500_000 };

/** How long an operator or a service manager waits before it starts a process again that could not start. */
const RESTART_MILLISECONDS = 5_000;

/** Every world has the same ids: they are made once. */
const MADE_IDS: MadeIds = { uuids: [], secrets: [] };

/** Noon of a day in 2026. */
const START = Date.UTC(2026, 0, 5, 12);

/** All data, all processes, one clock: everything that happens, happens as an action on the clock's agenda. */
export class World implements SimulatedWorld {
  readonly clock: VirtualClock;
  readonly ids = createSeededIds('simulation', MADE_IDS);
  readonly executions: MemoryExecutionStore;
  readonly blobs = new MemoryBlobStore();
  readonly objects: MemoryObjects;
  readonly heartbeats = new MemoryHeartbeats();
  readonly flows = new MemoryFlowStore();
  readonly queue: MemoryDispatchQueue;
  readonly timers: RecordedTimers;
  readonly logs = new SimulatedLogs(this.flows, (log, record) => {
    this.#records++;
    this.outside.look(log, record);
  });
  readonly starts = new Map<string, number>();
  /** Calls of the outside so far, but for reads of large values. */
  calls = 0;
  /** Reads of large values so far. */
  valueReads = 0;
  /** Requests of clients so far. */
  requests = 0;
  lostReplies = 0;
  readonly backfilled: Instant[] = [];
  /** When each execution was created and closed. */
  readonly listing = new LaggingListing();
  /** Where the alias of the scenario has led. */
  readonly routes = new RouteLog();
  readonly fates: Fates;
  readonly engine: Engine;
  readonly outside: Outside;
  readonly limits: Partial<Limits>;
  readonly familySize: FamilySize | undefined;
  readonly inlineBytes: number | undefined;
  readonly told: Set<string> | undefined;
  readonly processes: SimulatedProcess[] = [];
  readonly #start: Instant;
  readonly #onTheirWay = new Set<MessageId>();
  /** The process of the embedded home that still takes up what the one before it has left. */
  #recovering: SimulatedProcess | undefined;
  readonly #trace: (() => string)[] = [];
  #busy = 0;
  #records = 0;
  #isRedriveDue = false;
  #problem: unknown;

  constructor(
    fates: Fates,
    engine: Engine,
    outside: Outside,
    { limits = {}, familySize, inlineBytes, tellsStatus = false, at = START }: Bounds = {},
  ) {
    this.fates = fates;
    this.engine = engine;
    this.outside = outside;
    this.limits = limits;
    this.familySize = familySize;
    this.inlineBytes = inlineBytes;
    this.told = tellsStatus ? new Set() : undefined;
    this.#start = at;
    this.clock = createVirtualClock(at, settled);
    this.executions = new MemoryExecutionStore(this.clock);
    this.objects = new MemoryObjects(this.clock.now);
    const maxReceives = fates.home === 'aws' ? MAX_RECEIVES : Number.POSITIVE_INFINITY;
    this.queue = new MemoryDispatchQueue(this.clock, this.ids, maxReceives);
    this.timers = new RecordedTimers(this.clock, this.queue);
    outside.world = this;
    for (let index = 0; index < fates.processes; index++) this.#spawn(index);
  }

  /** Lets everything happen that happens by itself. @throws BrokenPromise */
  async run(): Promise<void> {
    await settled();
    let newest = { records: 0, turns: 0 };
    for (let turns = 0; this.#problem === undefined; turns++) {
      this.#deliver();
      const due = this.clock.nextDue();
      if (due === undefined) return;
      if (newest.records !== this.#records) newest = { records: this.#records, turns };
      if (turns > MAX_TURNS.inAll || turns - newest.turns > MAX_TURNS.withoutRecord)
        throw new BrokenPromise('The run never ends');
      await this.clock.advanceFromRest(due);
      while (this.#busy > 0) await nextTurn();
    }
    throw this.#problem;
  }

  after(milliseconds: number, action: Action): void {
    this.clock.schedule(this.clock.now() + milliseconds, action);
  }

  /** True while every call of its port is refused. */
  isOut(call: string): boolean {
    const { outage } = this.fates;
    if (outage === undefined || !call.startsWith(`${outage.port}.`)) return false;
    const at = this.clock.now() - this.#start;
    return at >= outage.from && at < outage.until;
  }

  /** Moves back what the queue has put aside, as an operator does. */
  redrive(): void {
    this.queue.redrive();
  }

  /** Lets time stand still until some work of the outside is done. */
  async busyWith<T>(work: () => Promise<T>): Promise<T> {
    this.#busy++;
    try {
      return await work();
    } finally {
      this.#busy--;
    }
  }

  /** Ends the run with a problem. */
  break(error: unknown): void {
    this.#problem ??= error;
  }

  /** Keeps a line of the trace; what it says is put together when it is read. */
  note(line: () => string): void {
    const at = this.clock.now() - this.#start;
    this.#trace.push(() => `${at} ${line()}`);
  }

  /** The trace so far, one line per call and delivery. */
  get trace(): readonly string[] {
    return this.#trace.map((line) => line());
  }

  anyProcess(): SimulatedProcess {
    return this.processes[this.fates.choose(this.processes.length)] as SimulatedProcess;
  }

  /** Puts another process in the place of a dead one; in the embedded home it has to find everything again. */
  replace(dead: WorldProcess): void {
    const processes: readonly WorldProcess[] = this.processes;
    const process = this.#spawn(processes.indexOf(dead));
    if (this.fates.home === 'aws') return;
    this.queue.restart(isImplied);
    this.#recovering = process;
    process.recover(this.timers.forgetAll()).then(
      () => this.#recovered(process),
      () => this.after(RESTART_MILLISECONDS, () => process.die()),
    );
  }

  /** Counts the starts of each attempt. @throws BrokenPromise when the attempt is not in the log. */
  noteStart({ taskId }: Caller): void {
    const [flowId = '', name = '', entry] = taskId.split('/');
    const { lastEventId } = this.logs.of({ flowId, name }).state;
    if (Number(entry) > lastEventId) this.break(new BrokenPromise(`${taskId} was started before its commit`));
    this.starts.set(taskId, (this.starts.get(taskId) ?? 0) + 1);
  }

  /** Looks for an execution, among all or these, that nothing would ever move on. */
  checkOwners(logs: readonly SimulatedLog[] = this.logs.all()): void {
    if (this.#recovering !== undefined) return;
    const unfinished = logs.filter(({ end }) => end === undefined);
    if (unfinished.length === 0) return;
    const messages = this.queue.undeleted();
    for (const log of unfinished) {
      const { id } = log.header;
      const own = messages.filter(({ body }) => isSame(addresseeOf(body), id));
      const found = findOwnerless(log, { messages: own, armed: this.timers.armedOf(id) });
      if (found !== undefined) this.break(new BrokenPromise(`${id.name}: nobody owns ${found}`));
    }
  }

  /** The same for the execution that a message names, which nothing else can have owned. */
  checkOwnersOf({ body }: DispatchMessage): void {
    const id = addresseeOf(body);
    const log = id && this.logs.find(id);
    if (log !== undefined) this.checkOwners([log]);
  }

  #spawn(index: number): SimulatedProcess {
    const process = new SimulatedProcess(this, `p${index}`);
    this.processes[index] = process;
    return process;
  }

  #recovered(process: SimulatedProcess): void {
    if (this.#recovering !== process) return;
    this.#recovering = undefined;
    this.checkOwners();
  }

  #deliver(): void {
    for (const { id, body } of this.queue.deliverable()) {
      if (this.#onTheirWay.has(id)) continue;
      this.#onTheirWay.add(id);
      const fate = this.fates.delivery();
      this.after(fate.after, () => {
        this.#onTheirWay.delete(id);
        const delivery = this.queue.take(id);
        if (delivery === undefined) return this.#lookAfterDeadLetters();
        this.note(() => `message ${id.slice(0, 4)} ${JSON.stringify(body).slice(0, 150)} ${fate.kind}`);
        if (fate.kind === 'dropped') return WOKE_NOTHING;
        this.anyProcess().handle(delivery, fate);
        if (fate.kind === 'twice') this.after(fate.copyAfter, () => this.#repeat(delivery, fate));
        return undefined;
      });
    }
  }

  #lookAfterDeadLetters(): void {
    if (this.#isRedriveDue || this.queue.deadLetters().length === 0) return;
    this.#isRedriveDue = true;
    this.after(REDRIVE_MILLISECONDS, () => {
      this.#isRedriveDue = false;
      this.note(() => 'the dead letters are moved back');
      this.redrive();
      this.checkOwners();
    });
  }

  /** A queue may hand out a message twice, but none that it has deleted. */
  #repeat(delivery: Delivery, fate: DeliveryFate): void {
    if (this.queue.holds(delivery.message.id)) this.anyProcess().handle(delivery, fate);
  }
}

/** Everything that is ready has run once this resolves: a tick comes after all promises, and costs no turn. */
function settled(): Promise<void> {
  return new Promise((resolve) => nextTick(resolve));
}

/** Whom reports are for: looked at again and again, and none changes. */
const reported = new WeakMap<DispatchBody, ExecutionId | undefined>();

/** The execution that a message names; undefined when it names none. */
function addresseeOf(body: DispatchBody): ExecutionId | undefined {
  if (body.kind === 'dispatch' || body.kind === 'command') return body.execution;
  if (body.kind !== 'report') return undefined;
  if (!reported.has(body)) reported.set(body, decodeTaskToken(body.token)?.execution);
  return reported.get(body);
}

function isSame(a: ExecutionId | undefined, b: ExecutionId): boolean {
  return a?.name === b.name && a.flowId === b.flowId;
}

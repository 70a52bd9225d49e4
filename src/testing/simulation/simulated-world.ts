import type { FamilySize } from '../../adapters/embedded/child-places.ts';
import type { Api, createApi } from '../../api/handle-request.ts';
import type { handleMessage } from '../../engine/messages/handle-message.ts';
import type { recover } from '../../engine/recover.ts';
import type { Instant } from '../../interpreter/event.ts';
import type { Limits } from '../../limits.ts';
import type { Ids } from '../../ports/clock.ts';
import type { DispatchMessage } from '../../ports/dispatch-queue.ts';
import type { Caller, CallOutcome, FunctionCall, TargetCall } from '../../ports/task-targets.ts';
import type { MemoryBlobStore } from '../memory/blob-store.ts';
import type { MemoryDispatchQueue } from '../memory/dispatch-queue.ts';
import type { MemoryExecutionStore } from '../memory/execution-store.ts';
import type { MemoryFlowStore } from '../memory/flow-store.ts';
import type { MemoryHeartbeats } from '../memory/heartbeats.ts';
import type { MemoryObjects } from '../memory/objects.ts';
import type { Action, VirtualClock } from '../memory/virtual-clock.ts';
import type { Fates } from './fates.ts';
import type { LaggingListing } from './listing.ts';
import type { SimulatedLog } from './log.ts';
import type { SimulatedLogs } from './logs.ts';
import type { RouteLog } from './route-log.ts';
import type { RecordedTimers } from './timers.ts';

/** The engine under test; a mutant has the same shape. */
export interface Engine {
  readonly handleMessage: typeof handleMessage;
  readonly recover: typeof recover;
  readonly createApi: typeof createApi;
}

/** When a world begins, and what executions and families are held to, where it is not as usual. */
export interface Bounds {
  readonly limits?: Partial<Limits>;
  /** Bytes from which on texts are kept apart from records. @default those of the home */
  readonly inlineBytes?: number;
  /** How large families may grow in the embedded home. */
  readonly familySize?: FamilySize;
  /** True where a receiver outside hears of starts and ends. @default false */
  readonly tellsStatus?: boolean;
  /** The time that the clock shows first. @default noon of a day in 2026 */
  readonly at?: Instant;
}

/** A process as the world, its ports and its clients see it. */
export interface WorldProcess {
  readonly name: string;
  /** How far its clock is ahead, in milliseconds. */
  readonly skew: number;
  readonly world: SimulatedWorld;
  readonly api: Api;
  /** Names of the executions that have gone on in this process: it takes over none of them. */
  readonly reopened: Set<string>;
  /** One call of the outside, the only place where time passes, calls fail and processes die. */
  call<T>(name: string, effect: () => Promise<T>, wait?: (value: T) => number): Promise<T>;
}

/** How a call ends, and so many milliseconds later; undefined where it hangs until its deadline. */
export interface TimedAnswer {
  readonly outcome: CallOutcome | undefined;
  readonly after: number;
}

/** Whatever tasks call. */
interface WorldOutside {
  /** Undefined: the function hangs until its deadline. */
  invoke(call: FunctionCall): Promise<CallOutcome | undefined>;
  /** Absent where messages are always taken and chance says how long functions work. */
  readonly answer: ((call: TargetCall) => Promise<TimedAnswer>) | undefined;
}

/** A world as those see it who live in it. */
export interface SimulatedWorld {
  readonly clock: VirtualClock;
  readonly ids: Ids;
  readonly executions: MemoryExecutionStore;
  readonly blobs: MemoryBlobStore;
  readonly objects: MemoryObjects;
  readonly heartbeats: MemoryHeartbeats;
  readonly flows: MemoryFlowStore;
  readonly queue: MemoryDispatchQueue;
  readonly timers: RecordedTimers;
  readonly logs: SimulatedLogs;
  readonly listing: LaggingListing;
  readonly routes: RouteLog;
  readonly fates: Fates;
  readonly engine: Engine;
  readonly limits: Partial<Limits>;
  readonly familySize: FamilySize | undefined;
  readonly inlineBytes: number | undefined;
  /** The changes of executions that were told; undefined where nothing outside hears of any. */
  readonly told: Set<string> | undefined;
  readonly outside: WorldOutside;
  /** Calls of the outside so far. */
  calls: number;
  valueReads: number;
  /** Requests of clients so far. */
  requests: number;
  /** Tasks that have failed because the outcome of their function came too late, or never. */
  lostReplies: number;
  /** Fire times that a client has made up for. */
  readonly backfilled: Instant[];

  after(milliseconds: number, action: Action): void;
  /** True while every call of its port is refused. */
  isOut(call: string): boolean;
  /** Lets time stand still until some work of the outside is done. */
  busyWith<T>(work: () => Promise<T>): Promise<T>;
  /** Ends the run with a problem. */
  break(error: unknown): void;
  /** Keeps a line of the trace; what it says is put together when it is read. */
  note(line: () => string): void;
  anyProcess(): WorldProcess;
  /** Puts another process in the place of a dead one. */
  replace(dead: WorldProcess): void;
  /** Counts the starts of each attempt. */
  noteStart(caller: Caller): void;
  /** Looks for an execution, among all or these, that nothing would ever move on. */
  checkOwners(logs?: readonly SimulatedLog[]): void;
  /** The same for the execution that a message names. */
  checkOwnersOf(message: DispatchMessage): void;
}

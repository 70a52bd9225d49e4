import { unreachable } from '../../common/unreachable.ts';
import type { Failure } from '../../interpreter/event.ts';
import type { CallOutcome } from '../../ports/task-targets.ts';
import {
  exitFailure,
  loadFailure,
  sizeFailure,
  thrownFailure,
  timeoutFailure,
  unwritableFailure,
} from './call-failure.ts';
import type { Exit } from './function-process.ts';
import type { CallContext, Invocation, LoadedFile, OutputStream, Reply } from './protocol.ts';
import type { OpenRuntime, Runtime } from './runtime.ts';

/** One call of a function; `settle` is called once. */
export interface Call {
  readonly invocation: Invocation;
  readonly acceptedAt: number;
  readonly settle: (outcome: CallOutcome) => void;
}

/** One line that a function printed; `context` is absent for output outside any call. */
export type OnLine = (stream: OutputStream, line: string, context?: CallContext) => void;

/** The function of a slot. */
export interface SlotFunction {
  readonly file: string;
  /** Most UTF-8 bytes of a result. */
  readonly resultBytes: number;
}

/** The events of a slot. */
export interface SlotEvents {
  readonly onLine: OnLine;
  /** The process has loaded these files as the function's code. */
  readonly onFiles: (files: readonly LoadedFile[]) => void;
  /** A call that was begun too late to begin. */
  readonly onNotBegun: (call: Call) => void;
  /** The slot may have become free, or nothing runs in it any more. */
  readonly onChange: () => void;
  /** The slot is gone; `notBegun` are the calls that can run elsewhere without running twice. */
  readonly onExit: (slot: FunctionSlot, notBegun: readonly Call[], exit: Exit) => void;
}

interface Running {
  readonly call: Call;
  timer: NodeJS.Timeout | undefined;
}

/** Characters of events in one process at a time: as values they take several times as much of its heap. One of any size may run alone. */
const HELD_CHARACTERS = 64 * 1024 * 1024;
/** Time within which a runtime must reply to a ping; otherwise it counts as looping. */
const PONG_MS = 1_000;
/** Interval of looks at deadlines; one that comes before the next look gets a timer of its own. */
export const LOOK_MS = 100;
/** Timers may fire a moment early; a failure before the deadline would pass for the function's own. */
const TIMER_EARLY_MS = 10;

/** One runtime of a function with the calls that run in it; sees to it that every call is settled. */
export class FunctionSlot {
  readonly #function: SlotFunction;
  readonly #events: SlotEvents;
  readonly #runtime: Runtime;
  readonly #running = new Map<number, Running>();
  /** `blocked` lasts until the next sign of life, `retired` for ever. */
  #state: 'loading' | 'open' | 'blocked' | 'retired' = 'loading';
  #lastId = 0;
  #held = 0;
  #pongTimer: NodeJS.Timeout | undefined;
  /** True once its process has ended by itself. */
  hasCrashed = false;

  constructor(target: SlotFunction, open: OpenRuntime, events: SlotEvents) {
    this.#function = target;
    this.#events = events;
    this.#runtime = open({
      onReplies: (replies) => this.#receiveAll(replies),
      onDrain: () => events.onChange(),
      onExit: (exit) => this.#exited(exit),
    });
  }

  get runningCalls(): number {
    return this.#running.size;
  }

  get isFree(): boolean {
    if (this.#state !== 'loading' && this.#state !== 'open') return false;
    const hasRoom = this.#running.size < this.#runtime.capacity && this.#held < HELD_CHARACTERS;
    return hasRoom && !this.#runtime.isFull;
  }

  get isLoading(): boolean {
    return this.#state === 'loading';
  }

  get isRetired(): boolean {
    return this.#state === 'retired';
  }

  start(call: Call): void {
    this.#lastId += 1;
    const id = this.#lastId;
    const running: Running = { call, timer: undefined };
    this.#running.set(id, running);
    this.#held += call.invocation.event.length;
    this.#watchDeadline(id, running, Date.now());
    this.#runtime.post(id, call.invocation);
  }

  /** Sees to deadlines that come before it is called again, in {@link LOOK_MS}. */
  watchDeadlines(now: number): void {
    for (const [id, running] of this.#running) this.#watchDeadline(id, running, now);
  }

  /** Takes back the calls that wait behind one that blocks the runtime; none when it gets on. */
  takeBackIfStuck(): readonly Call[] {
    if (this.#state !== 'open' || !this.#runtime.isStuck()) return [];
    this.#state = 'blocked';
    const notBegun = this.#takeBack();
    // When nothing runs any more, only the reply to this is a sign of life.
    this.#runtime.ping();
    return notBegun;
  }

  /** Starts nothing more, and ends with the last call that runs. */
  retire(): void {
    this.#state = 'retired';
    if (this.#running.size === 0) this.close();
  }

  /** Ends at once; the calls in progress fail. */
  close(): void {
    this.#state = 'retired';
    this.#runtime.close();
  }

  #watchDeadline(id: number, running: Running, now: number): void {
    const remaining = running.call.invocation.context.deadline - now;
    if (remaining > 2 * LOOK_MS || running.timer !== undefined) return;
    running.timer = setTimeout(
      () => this.#timeOut(id, running.call),
      Math.max(0, remaining) + TIMER_EARLY_MS,
    );
  }

  #takeBack(): readonly Call[] {
    return this.#runtime.takeBack().flatMap((id) => this.#end(id) ?? []);
  }

  #end(id: number): Call | undefined {
    const entry = this.#running.get(id);
    clearTimeout(entry?.timer);
    this.#held -= entry?.call.invocation.event.length ?? 0;
    this.#running.delete(id);
    return entry?.call;
  }

  #receiveAll(replies: readonly Reply[]): void {
    clearTimeout(this.#pongTimer);
    if (this.#state === 'blocked') this.#state = 'open';
    for (const reply of replies) this.#receive(reply);
    if (this.#state === 'retired' && this.#running.size === 0) this.close();
    this.#events.onChange();
  }

  #receive(reply: Reply): void {
    switch (reply.type) {
      case 'loaded':
        if (this.#state === 'loading') this.#state = 'open';
        break;
      case 'unloadable':
        this.#failAll(loadFailure(this.#function.file, reply.error, reply.by));
        break;
      case 'output':
        this.#print(reply);
        break;
      case 'returned':
        this.#end(reply.call)?.settle({ kind: 'succeeded', output: reply.output });
        break;
      case 'unwritable':
        this.#fail(reply.call, unwritableFailure(reply.error));
        break;
      case 'tooLarge':
        this.#fail(reply.call, sizeFailure(reply.bytes, this.#function.resultBytes));
        break;
      case 'threw':
        this.#fail(reply.call, thrownFailure(reply.error));
        break;
      case 'exited':
        this.#fail(reply.call, exitFailure());
        break;
      case 'notBegun':
        this.#putBack(reply.call);
        break;
      case 'files':
        this.#events.onFiles(reply.files);
        break;
      case 'pong':
        break;
      default:
        unreachable(reply);
    }
  }

  #print({ stream, lines, call, isRaw }: Extract<Reply, { type: 'output' }>): void {
    const [only] = isRaw && this.#running.size === 1 ? this.#running.values() : [];
    const entry = call === undefined ? only : this.#running.get(call);
    for (const line of lines) this.#events.onLine(stream, line, entry?.call.invocation.context);
  }

  #putBack(id: number): void {
    const call = this.#end(id);
    if (call !== undefined) this.#events.onNotBegun(call);
  }

  #fail(id: number, failure: Failure): void {
    this.#end(id)?.settle({ kind: 'failed', failure });
  }

  #failAll(failure: Failure): void {
    this.#state = 'retired';
    for (const id of [...this.#running.keys()]) this.#fail(id, failure);
  }

  /** Gives the call up, and the runtime with it: nothing else ends the code of the call. */
  #timeOut(id: number, { acceptedAt }: Call): void {
    this.#fail(id, timeoutFailure((Date.now() - acceptedAt) / 1000));
    this.retire();
    if (this.#running.size === 0) return;
    // Its neighbours may finish, unless the call loops and keeps them from it.
    this.#runtime.ping();
    this.#pongTimer = setTimeout(() => this.close(), PONG_MS);
  }

  #exited(exit: Exit): void {
    this.hasCrashed = !this.isRetired;
    clearTimeout(this.#pongTimer);
    const notBegun = this.#leftBy(exit);
    this.#failAll(exitFailure(exit.reason));
    this.#events.onExit(this, notBegun, exit);
  }

  /** Calls that nothing has begun. Code that does not load is not tried again by itself. */
  #leftBy({ neverStarted }: Exit): readonly Call[] {
    if (neverStarted === 'short') return [...this.#running.keys()].flatMap((id) => this.#end(id) ?? []);
    return this.#state === 'loading' ? [] : this.#takeBack();
  }
}

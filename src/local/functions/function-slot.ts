import { unreachable } from '../../common/unreachable.ts';
import type { Failure } from '../../interpreter/event.ts';
import type { CallOutcome } from '../../ports/task-targets.ts';
import {
  exitFailure,
  loadFailure,
  thrownFailure,
  timeoutFailure,
  unwritableFailure,
} from './call-failure.ts';
import type { FunctionContext, Invocation, OutputStream, Reply } from './protocol.ts';
import type { OpenRuntime, Runtime } from './runtime.ts';

/** One call of a function; `settle` is called once. */
export interface Call {
  readonly invocation: Invocation;
  readonly acceptedAt: number;
  readonly settle: (outcome: CallOutcome) => void;
}

/** One line that a function printed; `context` is absent for output outside any call. */
export type OnLine = (stream: OutputStream, line: string, context?: FunctionContext) => void;

/** What a slot tells its owner. */
export interface SlotEvents {
  readonly onLine: OnLine;
  /** The slot may have become free, or nothing runs in it any more. */
  readonly onChange: () => void;
  /** The slot is gone; `notBegun` are the calls that can run elsewhere without running twice. */
  readonly onExit: (slot: FunctionSlot, notBegun: readonly Call[]) => void;
}

/** How long a runtime may take to answer a ping before it counts as looping. */
const PONG_MS = 1_000;
const MAX_TIMER_MS = 2 ** 31 - 1;
/** Timers may fire a moment early; an answer before the deadline would pass for the function's own. */
const TIMER_EARLY_MS = 10;

/** One runtime of a function with the calls that run in it; sees to it that every call is settled. */
export class FunctionSlot {
  private readonly file: string;
  private readonly events: SlotEvents;
  private readonly runtime: Runtime;
  private readonly running = new Map<number, { readonly call: Call; readonly timer: NodeJS.Timeout }>();
  /** `blocked` lasts until the next sign of life, `retired` for ever. */
  private state: 'loading' | 'open' | 'blocked' | 'retired' = 'loading';
  private pongTimer: NodeJS.Timeout | undefined;

  constructor(file: string, open: OpenRuntime, events: SlotEvents) {
    this.file = file;
    this.events = events;
    this.runtime = open(file, {
      onReplies: (replies) => this.receiveAll(replies),
      onExit: (reason) => this.exited(reason),
    });
  }

  get runningCalls(): number {
    return this.running.size;
  }

  get isFree(): boolean {
    return this.state === 'loading' || this.state === 'open';
  }

  get isRetired(): boolean {
    return this.state === 'retired';
  }

  start(call: Call): void {
    const remaining = Math.max(0, call.invocation.context.deadline - Date.now());
    const timer = setTimeout(() => this.timeOut(call), Math.min(remaining + TIMER_EARLY_MS, MAX_TIMER_MS));
    this.running.set(call.invocation.id, { call, timer });
    this.runtime.post(call.invocation);
  }

  /** Takes back the calls that wait behind one that blocks the runtime; none when it gets on. */
  takeBackIfStuck(): readonly Call[] {
    if (this.state !== 'open' || !this.runtime.isStuck()) return [];
    this.state = 'blocked';
    const notBegun = this.takeBack();
    // With nothing left that runs, only an answer to this is a sign of life.
    this.runtime.ping();
    return notBegun;
  }

  /** Starts nothing more, and ends with the last call that runs. */
  retire(): void {
    this.state = 'retired';
    if (this.running.size === 0) this.close();
  }

  /** Ends at once; the calls in progress fail. */
  close(): void {
    this.state = 'retired';
    this.runtime.close();
  }

  private takeBack(): readonly Call[] {
    return this.runtime.takeBack().flatMap((id) => this.end(id) ?? []);
  }

  private end(id: number): Call | undefined {
    const entry = this.running.get(id);
    clearTimeout(entry?.timer);
    this.running.delete(id);
    return entry?.call;
  }

  private receiveAll(replies: readonly Reply[]): void {
    clearTimeout(this.pongTimer);
    if (this.state === 'blocked') {
      this.state = 'open';
      this.runtime.resume();
    }
    for (const reply of replies) this.receive(reply);
    if (this.state === 'retired' && this.running.size === 0) this.close();
    this.events.onChange();
  }

  private receive(reply: Reply): void {
    switch (reply.type) {
      case 'loaded':
        if (this.state === 'loading') this.state = 'open';
        break;
      case 'unloadable':
        this.failAll(loadFailure(this.file, reply.error, reply.isHandlerMissing));
        break;
      case 'output':
        this.print(reply.stream, reply.line, reply.call);
        break;
      case 'returned':
        this.end(reply.call)?.settle({ kind: 'succeeded', output: reply.output });
        break;
      case 'unwritable':
        this.fail(reply.call, unwritableFailure(reply.error));
        break;
      case 'threw':
        this.fail(reply.call, thrownFailure(reply.error));
        break;
      case 'exited':
        this.fail(reply.call, exitFailure());
        break;
      case 'pong':
        break;
      default:
        unreachable(reply);
    }
  }

  private print(stream: OutputStream, line: string, id: number | undefined): void {
    const entry = id === undefined ? undefined : this.running.get(id);
    this.events.onLine(stream, line, entry?.call.invocation.context);
  }

  private fail(id: number, failure: Failure): void {
    this.end(id)?.settle({ kind: 'failed', failure });
  }

  private failAll(failure: Failure): void {
    this.state = 'retired';
    for (const id of [...this.running.keys()]) this.fail(id, failure);
  }

  /** Gives the call up, and the runtime with it: nothing else ends what the call still does. */
  private timeOut({ invocation, acceptedAt }: Call): void {
    this.fail(invocation.id, timeoutFailure((Date.now() - acceptedAt) / 1000));
    this.retire();
    if (this.running.size === 0) return;
    // Its neighbours may finish, unless the call loops and keeps them from it.
    this.runtime.ping();
    this.pongTimer = setTimeout(() => this.close(), PONG_MS);
  }

  private exited(reason: string): void {
    clearTimeout(this.pongTimer);
    const notBegun = this.state === 'loading' ? [] : this.takeBack();
    this.failAll(exitFailure(reason));
    this.events.onExit(this, notBegun);
  }
}

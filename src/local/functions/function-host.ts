import { FairQueue } from '../../adapters/embedded/fair-queue.ts';
import type { CallOutcome } from '../../ports/task-targets.ts';
import { exitFailure, timeoutFailure } from './call-failure.ts';
import type { Exit } from './function-process.ts';
import { type Call, FunctionSlot, type OnLine, type SlotFunction } from './function-slot.ts';
import { LoadedCode } from './loaded-code.ts';
import type { Invocation } from './protocol.ts';
import type { OpenRuntime } from './runtime.ts';

/** Limits of one function. */
export interface HostLimits {
  /** Calls that run at the same time; more wait for their turn. */
  readonly concurrency: number;
  /** Processes at most; another one is only opened when calls keep those there are from more. */
  readonly runtimes: number;
  /** Processes that may be starting at the same time. */
  readonly starting: number;
}

/** A function without calls for so long keeps one process, and then none. */
const SURPLUS_MS = 10_000;
const IDLE_MS = 300_000;
/** While the machine has no room for a process another try is made so often, and calls wait so long for one. */
const SHORT_RETRY_MS = 250;
const SHORT_WAIT_MS = 10_000;

/**
 * Runs the calls of one function file, as the file was when its process loaded it.
 *
 *   waiting ── concurrency ──▶ running in a slot ──▶ settled
 *      ▲                            │
 *      └── not begun, slot blocked ─┘
 */
export class FunctionHost {
  readonly code = new LoadedCode();
  readonly #function: SlotFunction;
  readonly #open: OpenRuntime;
  readonly #limits: HostLimits;
  readonly #onLine: OnLine;
  readonly #onCrash: () => void;
  readonly #slots = new Set<FunctionSlot>();
  /** Flows take turns, so that one that calls a lot does not keep others from the same function. */
  readonly #waiting = new FairQueue<Call>();
  #isRetired = false;
  #idleSince: number | undefined;
  #short: { readonly reason: string; readonly until: number } | undefined;

  /** `onCrash` is told of each process that ended by itself. */
  constructor(
    target: SlotFunction,
    open: OpenRuntime,
    limits: HostLimits,
    onLine: OnLine,
    onCrash: () => void = () => {},
  ) {
    this.#function = target;
    this.#open = open;
    this.#limits = limits;
    this.#onLine = onLine;
    this.#onCrash = onCrash;
  }

  /** True when the host was retired and nothing of it is left. */
  get isDone(): boolean {
    return this.#isRetired && this.#slots.size + this.#waiting.size === 0;
  }

  /** True when no call runs or waits. */
  get isIdle(): boolean {
    return this.#runningCalls() + this.#waiting.size === 0;
  }

  /** Runs the function once; a call that has not ended by `context.deadline` fails. */
  invoke(invocation: Invocation, settle: (outcome: CallOutcome) => void): void {
    this.#waiting.push(flowOf(invocation), { invocation, acceptedAt: Date.now(), settle });
    this.#pump();
  }

  /** Lets running and waiting calls end on this code, then ends the processes. */
  retire(): void {
    this.#isRetired = true;
    this.#pump();
  }

  /** Ends everything at once; calls in progress fail. */
  close(): void {
    this.#isRetired = true;
    for (const call of this.#waiting.takeAll()) fail(call, exitFailure('the server stopped'));
    for (const slot of this.#slots) slot.close();
  }

  /** Looks after calls that block others or are late. To be called every {@link LOOK_MS} while there are calls. */
  look(): void {
    const now = Date.now();
    for (const slot of this.#slots) {
      slot.watchDeadlines(now);
      this.#putBack(slot.takeBackIfStuck());
    }
    this.#pump();
  }

  /** Gives processes back that have nothing to do. To be called now and then. */
  tidy(now: number): void {
    if (!this.isIdle) this.#idleSince = undefined;
    else this.#idleSince ??= now;
    const idleMs = now - (this.#idleSince ?? now);
    if (idleMs > SURPLUS_MS) this.#retireSlots(idleMs > IDLE_MS ? 0 : 1);
  }

  #pump(): void {
    let running = this.#runningCalls();
    while (this.#waiting.size > 0 && running < this.#limits.concurrency) {
      const slot = this.#freeSlot();
      const call = slot === undefined ? undefined : this.#waiting.shift();
      if (slot === undefined || call === undefined) break;
      if (this.#isTooLate(call)) continue;
      slot.start(call);
      running += 1;
    }
    if (this.#isRetired && running + this.#waiting.size === 0) this.#retireSlots(0);
  }

  #runningCalls(): number {
    let count = 0;
    for (const slot of this.#slots) count += slot.runningCalls;
    return count;
  }

  #freeSlot(): FunctionSlot | undefined {
    let open = 0;
    let starting = 0;
    for (const slot of this.#slots) {
      if (slot.isFree) return slot;
      if (!slot.isRetired) open += 1;
      if (slot.isLoading) starting += 1;
    }
    const mayOpen = open < this.#limits.runtimes && starting < this.#limits.starting;
    return mayOpen && !this.#isShort() ? this.#openSlot() : undefined;
  }

  #openSlot(): FunctionSlot {
    const slot = new FunctionSlot(this.#function, this.#open, {
      onLine: this.#onLine,
      onFiles: (files) => this.code.add(files),
      onNotBegun: (call) => this.#putBack([call]),
      onChange: () => this.#pump(),
      onExit: (gone, notBegun, exit) => {
        this.#slots.delete(gone);
        if (gone.hasCrashed) this.#onCrash();
        this.#putBack(notBegun);
        this.#noteShortage(exit);
        this.#pump();
      },
    });
    this.#slots.add(slot);
    return slot;
  }

  #putBack(calls: readonly Call[]): void {
    for (const call of calls.toReversed()) this.#waiting.unshift(flowOf(call.invocation), call);
  }

  #isTooLate(call: Call): boolean {
    if (call.invocation.context.deadline > Date.now()) return false;
    fail(call, timeoutFailure((Date.now() - call.acceptedAt) / 1000));
    return true;
  }

  #noteShortage({ neverStarted, reason }: Exit): void {
    this.#short =
      neverStarted === 'short' ? { reason, until: performance.now() + SHORT_RETRY_MS } : undefined;
  }

  /** While processes cannot be started calls wait for those that run, and a while for one to be started. */
  #isShort(): boolean {
    const short = this.#short;
    if (short === undefined || performance.now() >= short.until) return false;
    const since = Date.now() - SHORT_WAIT_MS;
    for (const call of this.#waiting.takeAll()) {
      if (call.acceptedAt < since) fail(call, exitFailure(short.reason));
      else this.#waiting.push(flowOf(call.invocation), call);
    }
    return true;
  }

  #retireSlots(kept: number): void {
    for (const slot of [...this.#slots].slice(kept)) slot.retire();
  }
}

function flowOf({ context }: Invocation): string {
  return context.flowName;
}

function fail(call: Call, failure: ReturnType<typeof exitFailure>): void {
  call.settle({ kind: 'failed', failure });
}

import { FairQueue } from '../../adapters/embedded/fair-queue.ts';
import type { CallOutcome } from '../../ports/task-targets.ts';
import { exitFailure, timeoutFailure } from './call-failure.ts';
import { type Call, FunctionSlot, type OnLine } from './function-slot.ts';
import type { FunctionContext } from './protocol.ts';
import type { OpenRuntime } from './runtime.ts';

/** How much one function may use. */
export interface HostLimits {
  /** Calls that run at the same time; more wait for their turn. */
  readonly concurrency: number;
  /** Runtimes at most; another one is only opened when a call blocks those there are. */
  readonly runtimes: number;
  /** A function that has not been called for so long gives its runtimes back. */
  readonly idleMs: number;
}

const STUCK_CHECK_MS = 100;

/**
 * Runs the calls of one function file, as the file was when its runtime loaded it.
 *
 *   waiting ── concurrency ──▶ running in a slot ──▶ settled
 *      ▲                            │
 *      └── not begun, slot blocked ─┘
 */
export class FunctionHost {
  private readonly file: string;
  private readonly open: OpenRuntime;
  private readonly limits: HostLimits;
  private readonly onLine: OnLine;
  private readonly slots = new Set<FunctionSlot>();
  /** Flows take turns, so that one that calls a lot does not keep others from the same function. */
  private readonly waiting = new FairQueue<Call>();
  private lastId = 0;
  private isRetired = false;
  private stuckTimer: NodeJS.Timeout | undefined;
  private idleTimer: NodeJS.Timeout | undefined;

  constructor(file: string, open: OpenRuntime, limits: HostLimits, onLine: OnLine) {
    this.file = file;
    this.open = open;
    this.limits = limits;
    this.onLine = onLine;
  }

  /** True when the host was retired and nothing of it is left. */
  get isDone(): boolean {
    return this.isRetired && this.slots.size + this.waiting.size === 0;
  }

  /** Runs the function once; a call that has not ended by `context.deadline` fails. */
  invoke(event: string, context: FunctionContext): Promise<CallOutcome> {
    return new Promise((settle) => {
      this.lastId += 1;
      const invocation = { id: this.lastId, event, context };
      this.waiting.push(context.flowName, { invocation, acceptedAt: Date.now(), settle });
      this.pump();
    });
  }

  /** Lets what runs and waits end on this code, then gives everything back. */
  retire(): void {
    this.isRetired = true;
    this.pump();
  }

  /** Ends everything at once; calls in progress fail. */
  close(): void {
    this.isRetired = true;
    for (const call of this.waiting.takeAll()) fail(call, exitFailure('the server stopped'));
    for (const slot of this.slots) slot.close();
    this.rest();
  }

  private pump(): void {
    let running = this.runningCalls();
    while (this.waiting.size > 0 && running < this.limits.concurrency) {
      const slot = this.freeSlot();
      const call = slot === undefined ? undefined : this.waiting.shift();
      if (slot === undefined || call === undefined) break;
      if (this.isTooLate(call)) continue;
      slot.start(call);
      running += 1;
    }
    if (running + this.waiting.size === 0) this.rest();
    else this.watch();
  }

  private runningCalls(): number {
    let count = 0;
    for (const slot of this.slots) count += slot.runningCalls;
    return count;
  }

  private freeSlot(): FunctionSlot | undefined {
    let blocked = 0;
    for (const slot of this.slots) {
      if (slot.isFree) return slot;
      if (!slot.isRetired) blocked += 1;
    }
    return blocked < this.limits.runtimes ? this.openSlot() : undefined;
  }

  private openSlot(): FunctionSlot {
    const slot = new FunctionSlot(this.file, this.open, {
      onLine: this.onLine,
      onChange: () => this.pump(),
      onExit: (gone, notBegun) => {
        this.slots.delete(gone);
        this.putBack(notBegun);
        this.pump();
      },
    });
    this.slots.add(slot);
    return slot;
  }

  private putBack(calls: readonly Call[]): void {
    for (const call of calls.toReversed()) this.waiting.unshift(call.invocation.context.flowName, call);
  }

  private isTooLate(call: Call): boolean {
    if (call.invocation.context.deadline > Date.now()) return false;
    fail(call, timeoutFailure((Date.now() - call.acceptedAt) / 1000));
    return true;
  }

  private watch(): void {
    clearTimeout(this.idleTimer);
    this.idleTimer = undefined;
    this.stuckTimer ??= setInterval(() => {
      for (const slot of this.slots) this.putBack(slot.takeBackIfStuck());
      this.pump();
    }, STUCK_CHECK_MS);
  }

  private rest(): void {
    clearInterval(this.stuckTimer);
    this.stuckTimer = undefined;
    if (this.isRetired) this.retireSlots();
    else this.idleTimer ??= setTimeout(() => this.retireSlots(), this.limits.idleMs).unref();
  }

  private retireSlots(): void {
    clearTimeout(this.idleTimer);
    this.idleTimer = undefined;
    for (const slot of this.slots) slot.retire();
  }
}

function fail(call: Call, failure: ReturnType<typeof exitFailure>): void {
  call.settle({ kind: 'failed', failure });
}

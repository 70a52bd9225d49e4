import type { Instant } from '../../interpreter/event.ts';
import { exitFailure } from '../../local/functions/call-failure.ts';
import type { Caller, CallOutcome, FunctionCall, TargetCall, TaskTargets } from '../../ports/task-targets.ts';
import type { VirtualClock } from '../memory/virtual-clock.ts';
import type { Stub, StubReport } from './stub.ts';
import type { StubBook, StubCall } from './stub-book.ts';
import { inputOf, stubOutcome } from './stub-outcome.ts';

/** A call that a task made, as a case counts it. */
export interface SeenCall extends StubCall {
  readonly flowName: string;
  readonly at: Instant;
}

/** Runs the functions of a folder. */
export interface RealFunctions {
  invoke(call: FunctionCall): Promise<CallOutcome>;
}

/** A task as its calls count. */
export interface CountedCaller {
  readonly flowName: string;
  readonly stepName: string;
  readonly resourceArn: string;
  readonly taskId: string;
}

/** The run of a case, as its targets use it. */
export interface CaseCalls {
  /** The task for which a call counts: a call by a stubbed child counts as one of its parent. */
  callerOf(caller: Caller, resourceArn: string): Promise<CountedCaller>;
  /** Has a report made, so much after the task was handed over. */
  report(taskId: string, report: StubReport, after: number): void;
  /** Notes a call without a stub, by which the case has failed. */
  missing(call: SeenCall): void;
}

/** The targets of the tasks of one case: stubs, or where there is none the functions of a folder. */
export class CaseTargets implements TaskTargets {
  readonly calls: SeenCall[] = [];
  readonly #clock: VirtualClock;
  readonly #book: StubBook;
  readonly #functions: RealFunctions | undefined;
  readonly #run: () => CaseCalls;
  readonly #working = new Set<Promise<unknown>>();

  constructor(
    clock: VirtualClock,
    book: StubBook,
    functions: RealFunctions | undefined,
    run: () => CaseCalls,
  ) {
    this.#clock = clock;
    this.#book = book;
    this.#functions = functions;
    this.#run = run;
  }

  /** Waits until a function has ended. @returns false when none runs. */
  async someDone(): Promise<boolean> {
    if (this.#working.size === 0) return false;
    await Promise.race(this.#working);
    return true;
  }

  async call(request: TargetCall): Promise<CallOutcome> {
    const run = this.#run();
    const { flowName, stepName, resourceArn, taskId } = await run.callerOf(
      request.caller,
      request.target.resourceArn,
    );
    const call = { flowName, stepName, resourceArn, taskId, input: inputOf(request), at: this.#clock.now() };
    this.calls.push(call);
    if (request.kind === 'function' && this.#functions !== undefined && !this.#book.has(call))
      return this.#work(this.#functions, request);
    const stub = this.#book.take(call);
    if (stub !== undefined) return this.#answer(stub, call, request);
    run.missing(call);
    return never();
  }

  /** Time stands still while a function works, unless it goes on for longer than its task may take. */
  async #work(functions: RealFunctions, call: FunctionCall): Promise<CallOutcome> {
    const { deadlineAt, ...rest } = call;
    if (deadlineAt === undefined) return this.#track(functions.invoke(rest));
    const left = deadlineAt - this.#clock.now();
    const outcome = await this.#track(
      Promise.race([functions.invoke({ ...rest, deadlineAt: Date.now() + left }), outOfTime(left)]),
    );
    return outcome === OUT_OF_TIME ? this.#hang(call) : outcome;
  }

  async #track<T>(work: Promise<T>): Promise<T> {
    this.#working.add(work);
    return work.finally(() => this.#working.delete(work));
  }

  async #answer(stub: Stub, { taskId }: SeenCall, request: TargetCall): Promise<CallOutcome> {
    const { report, after } = stub;
    if (report === undefined && after > 0) await this.#clock.sleep(after);
    if (report !== undefined) this.#run().report(taskId, report, after);
    // Only a function of the test takes real time.
    const outcome = await this.#track(stubOutcome(stub, request));
    return outcome ?? this.#hang(request);
  }

  /** Ends a second past the deadline, so that the engine's own timer is the one that ends the task. */
  async #hang({ deadlineAt }: TargetCall): Promise<CallOutcome> {
    if (deadlineAt === undefined) return never();
    await this.#clock.sleep(Math.max(0, deadlineAt - this.#clock.now()) + 1_000);
    return OUT_OF_TIME;
  }
}

const OUT_OF_TIME: CallOutcome = { kind: 'failed', failure: exitFailure() };

function outOfTime(milliseconds: number): Promise<CallOutcome> {
  return new Promise((resolve) => setTimeout(() => resolve(OUT_OF_TIME), milliseconds).unref());
}

function never(): Promise<never> {
  return new Promise(() => {});
}

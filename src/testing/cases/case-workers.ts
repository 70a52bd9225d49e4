import type { CallOutcome, FunctionCall, TargetCall } from '../../ports/task-targets.ts';
import { BrokenPromise } from '../simulation/log.ts';
import type { AwaitedTask, Workers } from '../simulation/outside.ts';
import type { TimedAnswer } from '../simulation/simulated-world.ts';
import type { CaseRun } from './case-run.ts';
import type { RealFunctions } from './case-targets.ts';
import type { Stub } from './stub.ts';
import { StubBook } from './stub-book.ts';
import { STUBBED_FLOW } from './stub-flows.ts';
import { inputOf, resultOf, stubOutcome } from './stub-outcome.ts';

/** A task that starts flows. */
export interface Starter {
  readonly stepName: string;
  readonly resourceArn: string;
}

/** How long, in real time, a function whose task has a deadline may take before it counts as hanging. */
const HANGING_AFTER = 2_000;

/** The stubs of a case as the workers of a simulated world. */
export class CaseWorkers implements Workers {
  readonly #book: StubBook;
  readonly #functions: RealFunctions | undefined;
  readonly #starters: ReadonlyMap<string, Starter>;

  /** `starters` are the tasks that start each flow that is made of a stub. */
  constructor({ stubs, functions }: CaseRun, starters: ReadonlyMap<string, Starter>) {
    this.#book = new StubBook(stubs);
    this.#functions = functions;
    this.#starters = starters;
  }

  invoke(call: FunctionCall): Promise<CallOutcome | undefined> {
    return this.answer(call).then(({ outcome }) => outcome);
  }

  readonly answer = async (request: TargetCall): Promise<TimedAnswer> => {
    const { flowName, stepName, taskId } = request.caller;
    const { resourceArn } = request.target;
    const starter = resourceArn === STUBBED_FLOW ? this.#starters.get(flowName) : undefined;
    const call = { stepName, resourceArn, ...starter, taskId, input: inputOf(request) };
    if (request.kind === 'function' && this.#functions !== undefined && !this.#book.has(call))
      return { outcome: await work(this.#functions, request), after: 0 };
    const stub = this.#book.take(call);
    if (stub === undefined)
      throw new BrokenPromise(
        `${call.stepName} calls ${call.resourceArn} once more, and no stub answers that`,
      );
    return { outcome: await stubOutcome(stub, request), after: stub.report === undefined ? stub.after : 0 };
  };

  report(awaited: AwaitedTask): ReturnType<Workers['report']> {
    const report = this.#stubOf(awaited)?.report;
    return report === undefined ? undefined : resultOf(report.result);
  }

  isSilent(awaited: AwaitedTask): boolean {
    return this.report(awaited) === undefined;
  }

  reportsAfter(awaited: AwaitedTask): number {
    return this.#stubOf(awaited)?.after ?? 0;
  }

  #stubOf(awaited: AwaitedTask): Stub | undefined {
    return this.#book.take(awaited);
  }
}

async function work(functions: RealFunctions, call: FunctionCall): Promise<CallOutcome | undefined> {
  const { deadlineAt, ...rest } = call;
  if (deadlineAt === undefined) return functions.invoke(rest);
  const hanging = new Promise<undefined>((resolve) => {
    setTimeout(() => resolve(undefined), HANGING_AFTER).unref();
  });
  return Promise.race([functions.invoke({ ...rest, deadlineAt: Date.now() + HANGING_AFTER }), hanging]);
}

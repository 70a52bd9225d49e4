import { nextTick } from 'node:process';
import { createApi } from '../../api/handle-request.ts';
import { loadReader } from '../../engine/map/read-items.ts';
import { runHome, servicesOf } from '../../engine/run-home.ts';
import type { EngineServices } from '../../engine/services.ts';
import { readTaskId } from '../../engine/task-id.ts';
import { DEFAULT_LIMITS } from '../../limits.ts';
import type { Caller } from '../../ports/task-targets.ts';
import { type CallApi, callerOf } from '../call-api.ts';
import type { VirtualClock } from '../memory/virtual-clock.ts';
import { MemoryHome } from '../memory-home.ts';
import type { CaseRun, RunProblem } from './case-run.ts';
import { type CaseCalls, CaseTargets, type CountedCaller, type SeenCall } from './case-targets.ts';
import { parentStep } from './parent-step.ts';
import { Reporter } from './reporter.ts';
import type { StubReport } from './stub.ts';
import { StubBook } from './stub-book.ts';
import { flowRecord, STUBBED_FLOW, StubbedFlowStore } from './stub-flows.ts';

/** Messages and instants after which a run counts as one that never ends. */
const MAX_TURNS = 200_000;

/** A home in memory for the executions of one case. */
export class CaseHome implements CaseCalls {
  readonly call: CallApi;
  readonly clock: VirtualClock;
  readonly services: EngineServices;
  readonly #home: MemoryHome<CaseTargets>;
  readonly #reporter: Reporter;
  #problem: RunProblem | undefined;

  constructor({ at, stubs, functions }: Pick<CaseRun, 'at' | 'stubs' | 'functions'>) {
    const home = new MemoryHome({
      start: at,
      seed: 'case',
      targets: (clock) => new CaseTargets(clock, new StubBook(stubs), functions, () => this),
      flows: (ids) => new StubbedFlowStore(() => ids.uuid()),
      logger: { info: () => {}, warn: () => {}, error: (message) => this.fail({ kind: 'broken', message }) },
    });
    const services = servicesOf(home, DEFAULT_LIMITS);
    this.#home = home;
    this.clock = home.clock;
    this.services = services;
    this.call = callerOf(createApi({ ...services, maxWaitSeconds: 0 }));
    this.#reporter = new Reporter(services, home.clock, this.call);
  }

  get calls(): readonly SeenCall[] {
    return this.#home.targets.calls;
  }

  get problem(): RunProblem | undefined {
    return this.#problem;
  }

  /** Creates objects and flows, and begins to handle messages, as far as `run` lets it. */
  async open({ flows, objects = {} }: Pick<CaseRun, 'flows' | 'objects'>): Promise<void> {
    // An import takes time, which the clock of a case does not know.
    await loadReader();
    await this.#home.objects.fill(objects);
    for (const [name, definition] of Object.entries(flows))
      await this.#home.flows.createFlow(flowRecord(this.services.ids.uuid(), name, definition));
    const services = { ...this.services, schedules: this.#home.ports.schedules };
    await runHome(this.#home, services);
  }

  /** Lets everything happen that happens by itself, until nothing is left or there is a problem. */
  async run(): Promise<void> {
    for (let turns = 0; ; turns++) {
      await settled();
      if (this.#problem !== undefined) return;
      if (turns > MAX_TURNS) this.fail({ kind: 'endless' });
      if (this.#deliver() || (await this.#home.targets.someDone())) continue;
      const due = this.clock.nextDue();
      if (due === undefined) return;
      await this.clock.advanceTo(due);
    }
  }

  /** Ends the run with the first problem. */
  fail(problem: RunProblem): void {
    this.#problem ??= problem;
  }

  missing(call: SeenCall): void {
    this.fail({ kind: 'missing-stub', call });
  }

  async callerOf(caller: Caller, resourceArn: string): Promise<CountedCaller> {
    const child = resourceArn === STUBBED_FLOW ? readTaskId(caller.taskId)?.execution : undefined;
    const parent = child && (await parentStep(this.services, child));
    return parent ?? { ...caller, resourceArn };
  }

  report(taskId: string, report: StubReport, after: number): void {
    this.#reporter.report(taskId, report, after);
  }

  #deliver(): boolean {
    const handling = this.#home.deliver();
    handling?.catch((error: unknown) => this.fail({ kind: 'broken', message: String(error) }));
    return handling !== undefined;
  }
}

/** Everything that is ready has run once this resolves: a tick comes after all promises, and costs no turn. */
function settled(): Promise<void> {
  return new Promise((resolve) => nextTick(resolve));
}

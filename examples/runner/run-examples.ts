import type { EventView } from '../../src/api/contract.ts';
import { checkCase } from './check-case.ts';
import type { Example, ExampleCase } from './example.ts';
import { type Repair, repairOf } from './repair.ts';
import { type CaseOutcome, createFlows, type Home, runCase } from './run-case.ts';
import { hasProgram, programOf, startWorker, type WorkerEndpoints } from './worker-process.ts';

/** A case of an example, and what is known of its execution. */
export interface CaseRun {
  readonly example: string;
  readonly flowName: string;
  readonly expected: ExampleCase;
  readonly state: 'waiting' | 'running' | 'ended' | 'skipped';
  readonly outcome?: CaseOutcome;
  /** The differences from the expectations; for a skipped case, the programs that it lacks. */
  readonly problems: readonly string[];
}

/** Hears how the cases get on. */
export interface Watcher {
  onEvents(run: CaseRun, events: readonly EventView[]): void;
  onEnd(run: CaseRun): void;
}

/** Runs all cases of all examples side by side, each example with its workers, which are gone afterwards. */
export async function runExamples(
  examples: readonly Example[],
  home: Home,
  endpoints: WorkerEndpoints,
  watcher: Watcher,
): Promise<readonly CaseRun[]> {
  const runs = await Promise.all(examples.map((example) => runExample(example, home, endpoints, watcher)));
  return runs.flat();
}

async function runExample(
  example: Example,
  home: Home,
  endpoints: WorkerEndpoints,
  watcher: Watcher,
): Promise<readonly CaseRun[]> {
  const missing = example.needs.filter((program) => !hasProgram(program));
  await using workers = new AsyncDisposableStack();
  if (missing.length === 0) {
    await createFlows(home, example);
    for (const object of example.objects) await home.upload?.(object);
    for (const script of example.workers.filter((worker) => hasProgram(programOf(worker)))) {
      workers.use(await startWorker(script, endpoints));
    }
  }
  const repair = repairOf(home, example, example.cases.length);
  return await Promise.all(
    example.cases.map((expected) => {
      const needsRelease = expected.release !== undefined || repair !== undefined;
      const lacks = !needsRelease || home.release ? missing : ['a home that releases functions'];
      return lacks.length > 0
        ? skip(example, expected, lacks, watcher)
        : runOne(example, expected, { home, watcher, repair });
    }),
  );
}

function skip(example: Example, expected: ExampleCase, lacks: readonly string[], watcher: Watcher): CaseRun {
  const problems = [`It needs ${lacks.join(' and ')}.`];
  const run: CaseRun = { ...namesOf(example, expected), expected, state: 'skipped', problems };
  watcher.onEnd(run);
  return run;
}

/** The surroundings of a case. */
interface Surroundings {
  readonly home: Home;
  readonly watcher: Watcher;
  readonly repair: Repair | undefined;
}

async function runOne(
  example: Example,
  expected: ExampleCase,
  { home, watcher, repair }: Surroundings,
): Promise<CaseRun> {
  const running: CaseRun = { ...namesOf(example, expected), expected, state: 'running', problems: [] };
  const ended = await runCase(home, expected, (events) => watcher.onEvents(running, events), repair)
    .then((outcome): CaseRun => {
      return { ...running, state: 'ended', outcome, problems: checkCase(expected, outcome) };
    })
    .catch((error: unknown): CaseRun => ({ ...running, state: 'ended', problems: [String(error)] }));
  watcher.onEnd(ended);
  return ended;
}

function namesOf({ name }: Example, { flowName }: ExampleCase): Pick<CaseRun, 'example' | 'flowName'> {
  return { example: name, flowName };
}

import { dirname, resolve } from 'node:path';
import type { CaseRun } from './case-run.ts';
import { checkOutcome } from './check-case.ts';
import { exploreCase } from './explore-case.ts';
import type { FunctionFolders } from './real-functions.ts';
import { finishCase } from './run-case.ts';
import { stubbedFlows } from './stubbed-names.ts';
import type { TestCase, TestedFlow, TestFile } from './test-case.ts';
import type { CaseResult } from './test-result.ts';

/** The options of a run that hold for all of its cases. */
export interface CaseOptions {
  readonly functions: FunctionFolders;
  /** Whether the events of cases are wanted that went as expected, too. */
  readonly keepsEvents: boolean;
}

/** Runs one case of a test file that lies at `path`. */
export async function runTestCase(
  path: string,
  { flows }: TestFile,
  testCase: TestCase,
  { functions, keepsEvents }: CaseOptions,
): Promise<CaseResult> {
  const startedAt = performance.now();
  const { start, at, stubs, objects, stop, functions: folder } = testCase;
  const run: CaseRun = {
    flows: runFlows(flows, testCase),
    start,
    at,
    stubs,
    objects,
    ...(stop !== undefined && { stop }),
    ...(folder !== undefined && { functions: functions.of(resolve(dirname(path), folder)) }),
  };
  const finished = await finishCase(run);
  const { problem } = finished.outcome;
  const differences = problem === undefined ? checkOutcome(testCase.expect, finished.outcome) : [];
  const isGood = problem === undefined && differences.length === 0;
  const needsEvents = keepsEvents || testCase.explore || !isGood;
  const outcome = needsEvents ? await finished.withEvents() : finished.outcome;
  const parsed = flows.map(({ flow }) => flow);
  const explored = testCase.explore && isGood ? { explored: await exploreCase(run, parsed, outcome) } : {};
  return { testCase, outcome, differences, ...explored, milliseconds: performance.now() - startedAt };
}

/** The flows that really run. */
function runFlows(flows: readonly TestedFlow[], { stubs }: TestCase): Readonly<Record<string, string>> {
  const [main, ...others] = flows;
  const stubbed = stubbedFlows(
    flows.map(({ flow }) => flow),
    stubs,
  );
  const running = [main, ...others.filter(({ name }) => !stubbed.has(name))].filter(
    (flow) => flow !== undefined,
  );
  return Object.fromEntries(running.map(({ name, definition }) => [name, definition]));
}

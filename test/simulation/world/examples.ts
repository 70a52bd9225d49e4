import { setTimeout as sleep } from 'node:timers/promises';
import { type Example, type ExampleCase, readExamples } from '../../../examples/runner/example.ts';
import type { TaskReport } from '../../../examples/shared/report-task.ts';
import { exitFailure, thrownFailure } from '../../../src/local/functions/call-failure.ts';
import { thrownError } from '../../../src/local/functions/thrown-error.ts';
import type { TaskResult } from '../../../src/ports/dispatch-queue.ts';
import type { CallOutcome, FunctionCall } from '../../../src/ports/task-targets.ts';
import type { AwaitedTask, Workers } from '../../../src/testing/simulation/outside.ts';
import type { Scenario } from '../../../src/testing/simulation/simulation.ts';
import type { FindFunction } from '../../../src/testing/virtual-targets.ts';
import { functionsOf } from '../../helpers/example-functions.ts';

/** How long, in real time, a function may take before it counts as hanging. */
const HANGING_AFTER = 150;

/** Every case of every example as a scenario. */
export async function exampleScenarios(): Promise<readonly Scenario[]> {
  const scenarios: Scenario[] = [];
  for (const example of readExamples()) {
    const receive = await receiversOf(example);
    // Cases of an example that is repaired are all alike.
    for (const exampleCase of example.mended === undefined ? example.cases : example.cases.slice(0, 1)) {
      scenarios.push({
        name: `${example.name}/${exampleCase.name}`,
        flows: example.flows,
        input: JSON.stringify(exampleCase.input),
        workers: workersOf(functionsOf(example), exampleCase, receive),
      });
    }
  }
  return scenarios;
}

type Receive = (message: object) => TaskReport;

async function receiversOf(example: Example): Promise<Receive | undefined> {
  const [href] = Object.values(example.receivers).map(String);
  if (href === undefined) return undefined;
  const { receive }: { receive: Receive } = await import(href);
  return receive;
}

/** Calls each function once per input and keeps what came out: the same run again takes no time and differs in nothing. */
function workersOf(find: FindFunction, { report }: ExampleCase, receive: Receive | undefined): Workers {
  const known = new Map<string, Promise<CallOutcome | undefined>>();
  return {
    invoke(call) {
      const key = `${call.target.resourceArn} ${call.event}`;
      const outcome = known.get(key) ?? invoke(find, call);
      known.set(key, outcome);
      return outcome;
    },
    report(awaited) {
      if (report?.step === awaited.stepName) return resultOf(report);
      return receive === undefined ? undefined : resultOf(receive(messageOf(awaited)));
    },
  };
}

function messageOf({ input }: AwaitedTask): object {
  return input;
}

function resultOf(report: {
  readonly output?: unknown;
  readonly error?: string;
  readonly cause?: string;
}): TaskResult {
  if (report.output !== undefined) return { kind: 'succeeded', output: JSON.stringify(report.output) };
  return { kind: 'failed', failure: { error: report.error ?? '', cause: report.cause ?? '' } };
}

async function invoke(find: FindFunction, { target, event }: FunctionCall): Promise<CallOutcome | undefined> {
  const run = await find(target);
  if (run === undefined) return { kind: 'failed', failure: { error: 'FC.FunctionNotFound', cause: '' } };
  const running = (async () => run(JSON.parse(event)))().then(
    (value): CallOutcome => ({ kind: 'succeeded', output: JSON.stringify(value) }),
    failureOf,
  );
  const hanging = target.resourceArn.includes('partner') ? HANGING_AFTER : 10_000;
  return Promise.race([running, sleep(hanging, undefined, { ref: false })]);
}

function failureOf(error: unknown): CallOutcome {
  const thrown = { ...thrownError(error), stackTrace: [] };
  const failure = thrown.errorType === 'Error' ? exitFailure() : thrownFailure(thrown);
  return { kind: 'failed', failure };
}

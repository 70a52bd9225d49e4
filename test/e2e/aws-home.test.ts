import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readExamples } from '../../examples/runner/example.ts';
import { type CaseRun, runExamples } from '../../examples/runner/run-examples.ts';
import { serverHome } from '../../examples/runner/server-home.ts';
import { comparableHistory } from '../helpers/comparable-history.ts';
import { type Deployment, deploy } from './aws-deployment.ts';

// The handlers of a deployment in this process, over the real SDK and emulators of everything they use.

const PATIENCE = 100_000;

const examples = readExamples();
let deployment: Deployment;

beforeAll(async () => {
  deployment = await deploy(examples);
});
afterAll(async () => {
  await deployment[Symbol.asyncDispose]();
});

describe('the examples on the AWS home', () => {
  let runs: readonly CaseRun[];

  beforeAll(async () => {
    const home = serverHome(deployment.api, AbortSignal.timeout(PATIENCE));
    runs = await runExamples(examples, home, deployment, { onEvents: () => {}, onEnd: () => {} });
  }, PATIENCE);

  test('end as expected', () => {
    const problems = runs.filter(({ state }) => state !== 'skipped').flatMap(({ problems }) => problems);
    expect(problems).toEqual([]);
    expect(runs.filter(({ state }) => state === 'ended').length).toBeGreaterThan(10);
  });

  test.each(examples)('$name leaves its recorded histories', (example) => {
    const recorded: Readonly<Record<string, readonly RecordedEvent[]>> = JSON.parse(
      readFileSync(new URL('history.json', example.folder), 'utf8'),
    );
    for (const { expected, outcome } of runs.filter(({ flowName }) => flowName === example.flowName)) {
      if (outcome === undefined) continue;
      const actual: RecordedEvent[] = JSON.parse(comparableHistory(outcome.events));
      const wanted = recorded[expected.name] ?? [];
      expect(inAnyInterleaving(actual), expected.name).toEqual(inAnyInterleaving(wanted));
    }
  });
});

interface RecordedEvent {
  readonly Type: string;
  readonly EventId: number;
  readonly ScheduleEventId: number;
}

/** Branches that run side by side may take turns in any way: only what happens counts, not in which order. */
function inAnyInterleaving(events: readonly RecordedEvent[]): readonly unknown[] {
  if (!events.some(({ Type }) => Type === 'BranchEntered' || Type === 'IterationEntered')) return events;
  return events.map(({ EventId: _, ScheduleEventId: __, ...event }) => JSON.stringify(event)).toSorted();
}

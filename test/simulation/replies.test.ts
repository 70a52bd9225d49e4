import { describe, expect, test } from 'vitest';
import { type Fault, PlannedFates, type ReplyFate } from '../../src/testing/simulation/fates.ts';
import type { Scenario } from '../../src/testing/simulation/simulation.ts';
import { calmRun, tryRun } from '../../src/testing/simulation/try-run.ts';

// Functions for which no driver waits, as on AWS: their outcomes come as messages, and processes die meanwhile.

const DEATHS: readonly Fault[] = ['dieBefore', 'dieAfter'];

const call = (name: string, more = '') =>
  `{type: task, name: ${name}, resourceArn: 'acs:fc:::services/w/functions/f'${more}}`;

const SEQUENCE = `version: v1\ntype: flow\nsteps:\n  - ${call('one')}\n  - ${call('two')}\n`;

const BRANCHES = `version: v1
type: flow
steps:
  - type: parallel
    name: both
    branches:
      - steps: [${call('left')}, ${call('more')}]
      - steps: [${call('right')}]
`;

/** The trace of a lost outcome: a failure by name, and a retry. */
const RETRIED = `version: v1\ntype: flow\nsteps:\n  - ${call(
  'one',
  ', retry: [{errors: [FC.Unknown], intervalSeconds: 1, maxAttempts: 3}]',
)}\n`;

/** A day on which outcomes come as given, the last for all further ones. */
class Later extends PlannedFates {
  readonly #replies: ReplyFate[];

  constructor(replies: readonly ReplyFate[], faults?: ReadonlyMap<number, Fault>) {
    super(faults);
    this.#replies = [...replies];
  }

  override reply(): ReplyFate | undefined {
    return this.#replies.length > 1 ? this.#replies.shift() : this.#replies[0];
  }
}

function scenarioOf(name: string, definition: string): Scenario {
  const invoke = async () => ({ kind: 'succeeded', output: '{"ok":true}' }) as const;
  return { name, flows: { main: definition }, input: '{}', workers: { invoke, report: () => undefined } };
}

const EARLY = { after: 0, isLost: false };
const USUAL = { after: 1_000, isLost: false };
const TWICE = { after: 50, isLost: false, repeatAfter: 20 };

describe.each([
  ['a sequence', SEQUENCE],
  ['branches', BRANCHES],
])('%s of functions for which nobody waits', (name, definition) => {
  const scenario = scenarioOf(name, definition);

  test.each([
    ['early', EARLY],
    ['in time', USUAL],
    ['twice', TWICE],
  ])(
    'ends as on a calm day when outcomes come %s, whichever call a process dies at',
    async (_when, reply) => {
      const calm = await calmRun(scenario);
      const fates = new Later([reply]);
      expect(await tryRun(scenario, calm, fates)).toBeUndefined();
      expect(fates.calls).toContain('correlations.put');
      for (let index = 0; index < fates.calls.length; index++) {
        for (const fault of DEATHS) {
          const failed = await tryRun(scenario, calm, new Later([reply], new Map([[index, fault]])));
          if (failed !== undefined) expect.fail([failed.problem, fault, index, ...failed.trace].join('\n'));
        }
      }
    },
  );
});

test.each([
  ['is lost', { after: 0, isLost: true }],
  ['comes after its task has failed', { after: 200_000, isLost: false }],
])('A task whose outcome %s fails by name, and its policy tries again', async (_how, reply) => {
  const scenario = scenarioOf('retried', RETRIED);
  const outcome = await calmRun(scenario, new Later([reply, USUAL]));
  const tasks = outcome.history.filter(({ type }) => type.startsWith('Task'));
  expect(tasks.map(({ type }) => type)).toEqual([
    'TaskScheduled',
    'TaskStarted',
    'TaskFailed',
    'TaskScheduled',
    'TaskStarted',
    'TaskSucceeded',
  ]);
  expect(JSON.parse(tasks[2]?.detail ?? '{}')).toMatchObject({ error: 'FC.Unknown' });
  expect(outcome.status).toBe('Succeeded');
});

test('A task whose function tells its timeout times out when its outcome is lost, and no message is sent for that', async () => {
  const arn = 'arn:aws:lambda:::function:f:replies-30s';
  const retry = 'retry: [{errors: [FnF.TaskTimeout], intervalSeconds: 1, maxAttempts: 3}]';
  const step = `{type: task, name: one, resourceArn: '${arn}', ${retry}}`;
  const scenario = scenarioOf('timed out', `version: v1\ntype: flow\nsteps:\n  - ${step}\n`);
  const fates = new Later([{ after: 0, isLost: true }, USUAL]);
  const outcome = await calmRun(scenario, fates);
  expect(outcome.history.map(({ type }) => type)).toContain('TaskTimedOut');
  expect(outcome.history.map(({ type }) => type)).not.toContain('TaskFailed');
  expect(outcome.status).toBe('Succeeded');
});

test('A watchdog that cannot be armed again while calls are under way is armed later', async () => {
  const steps = `[${call('left', ', timeoutSeconds: 5, catch: [{errors: [FnF.TaskTimeout], goto: after}]')}, ${call('after')}]`;
  const branches = `[{steps: ${steps}}, {steps: [${call('right', ', timeoutSeconds: 600')}]}]`;
  const definition = `version: v1\ntype: flow\nsteps:\n  - {type: parallel, name: both, branches: ${branches}}\n`;
  const scenario = scenarioOf('watched', definition);
  const replies = [{ after: 0, isLost: true }, { after: 30_000, isLost: false }, USUAL];
  const calm = await calmRun(scenario, new Later(replies));
  expect(calm.history.filter(({ type }) => type === 'TaskTimedOut')).toHaveLength(1);
  const fates = new Later(replies);
  expect(await tryRun(scenario, calm, fates)).toBeUndefined();
  const arming = [...fates.calls.keys()].filter((index) => fates.calls[index] === 'timers.arm');
  expect(arming.length).toBeGreaterThan(1);
  for (const index of arming)
    expect(await tryRun(scenario, calm, new Later(replies, new Map([[index, 'throttle']])))).toBeUndefined();
});

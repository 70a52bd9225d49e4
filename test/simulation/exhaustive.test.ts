import { describe, expect, test } from 'vitest';
import {
  type Fault,
  PlannedFates,
  SIMULATED_HOMES,
  type SimulatedHome,
} from '../../src/testing/simulation/fates.ts';
import type { Outcome, Scenario } from '../../src/testing/simulation/simulation.ts';
import { calmRun, type FailedRun, tryRun } from '../../src/testing/simulation/try-run.ts';
import { wholeVariable } from '../helpers/whole-number.ts';
import { exampleScenarios } from './world/examples.ts';
import { WORKERS } from './world/flows.ts';
import { withMutant } from './world/mutants.ts';
import { MENDED } from './world/repair.ts';

/** Every so manieth plan of a set is tried, each scenario from a place of its own; `npm run test:long` tries each. */
const STRIDE = wholeVariable('FDL_STRIDE', 1, 8);

const DEATHS: readonly Fault[] = ['dieBefore', 'dieAfter'];

const LOSSES: readonly Fault[] = ['failBefore', 'failAfter'];

/** Outside calls of a calm run up to which every pair of deaths is tried, in the first such case of an example. */
const SMALL = 14;

const scenarios = await exampleScenarios();

const LONG = 'version: v1\ntype: flow\nsteps:\n  - {type: wait, name: long, duration: 86400}\n';

const UNATTENDED = { input: '{}', workers: { invoke: async () => undefined, report: () => undefined } };

/** A flow that is deleted while its execution waits. */
const DELETED: Scenario = { ...UNATTENDED, name: 'deleted', flows: { main: LONG }, deleteAfter: 100 };

const firstCases = scenarios.filter(
  ({ flows }, index) => scenarios.findIndex((scenario) => scenario.flows === flows) === index,
);

interface CalmRun {
  readonly calm: Outcome;
  readonly calls: readonly string[];
}

/** The second run: in the first one the functions were loaded and asked, which takes real time. */
async function calmRunOf(scenario: Scenario): Promise<CalmRun> {
  await calmRun(scenario);
  const fates = new PlannedFates();
  const calm = await calmRun(scenario, fates);
  return { calm, calls: fates.calls };
}

async function expectKept(
  scenario: Scenario,
  calm: Outcome,
  plan: ReadonlyMap<number, Fault>,
  home: SimulatedHome = 'aws',
): Promise<void> {
  const fates = new PlannedFates(plan, home);
  const failed = await tryRun(scenario, calm, fates);
  if (failed !== undefined) expect.fail(describePlan(plan, fates.calls, failed));
}

function describePlan(plan: ReadonlyMap<number, Fault>, calls: readonly string[], failed: FailedRun): string {
  const faults = [...plan].map(([index, fault]) => `${fault} at call ${index}, ${calls[index]}`);
  return [String(failed.problem), ...faults, ...failed.trace].join('\n');
}

/** The calls of a scenario that are tried. */
function tried(scenario: Scenario, calls: readonly string[]): readonly number[] {
  const first = scenarios.indexOf(scenario) % STRIDE;
  return [...calls.keys()].filter((index) => index % STRIDE === first);
}

describe.each(scenarios)('$name', (scenario) => {
  test('ends as on a calm day with a death before or after any single call of the outside', async () => {
    const { calm, calls } = await calmRunOf(scenario);
    expect(calls.length).toBeGreaterThan(8);
    for (const index of tried(scenario, calls)) {
      for (const fault of DEATHS) await expectKept(scenario, calm, new Map([[index, fault]]));
    }
  });
});

describe.each(firstCases)('$name', (scenario) => {
  test('ends as on a calm day with a death of the only process before or after any single call', async () => {
    const { calm, calls } = await calmRunOf(scenario);
    for (const index of tried(scenario, calls)) {
      for (const fault of DEATHS) await expectKept(scenario, calm, new Map([[index, fault]]), 'embedded');
    }
  });

  test('ends as on a calm day when any single call fails, with or without effect', async () => {
    const { calm, calls } = await calmRunOf(scenario);
    for (const index of tried(scenario, calls)) {
      for (const fault of LOSSES) await expectKept(scenario, calm, new Map([[index, fault]]));
    }
  });
});

test('The smallest examples end as on a calm day with any two deaths', async () => {
  const flows = new Set<unknown>();
  for (const scenario of scenarios) {
    if (flows.has(scenario.flows)) continue;
    const { calm, calls } = await calmRunOf(scenario);
    if (calls.length > SMALL) continue;
    flows.add(scenario.flows);
    for (const plan of pairsOfDeaths(calls.length + 6)) await expectKept(scenario, calm, plan);
  }
  expect(flows.size).toBeGreaterThan(1);
});

test.each(SIMULATED_HOMES)(
  'The executions of a deleted flow are stopped soon, with any two deaths (%s)',
  async (home) => {
    const { calm, calls } = await calmRunOf(DELETED);
    expect(calm.status).toBe('Stopped');
    for (const plan of pairsOfDeaths(calls.length + 6)) await expectKept(DELETED, calm, plan, home);
  },
);

test.each(SIMULATED_HOMES)(
  'A child is stopped with its parent at any instant, with a death before or after any single call (%s)',
  async (home) => {
    const call = '{type: task, name: call, resourceArn: "acs:fnf:::flow/child", pattern: sync}';
    const flows = { main: `version: v1\ntype: flow\nsteps:\n  - ${call}\n`, child: LONG };
    for (let stopAfter = 1; stopAfter <= 30; stopAfter += STRIDE) {
      const scenario = { ...UNATTENDED, name: 'stopped', flows, stopAfter };
      const { calm, calls } = await calmRunOf(scenario);
      for (let index = 0; index < calls.length; index++) {
        for (const fault of DEATHS) await expectKept(scenario, calm, new Map([[index, fault]]), home);
      }
    }
  },
);

test.each(SIMULATED_HOMES)(
  'The child of an attempt that times out is stopped, with a death or a loss at any single call (%s)',
  async (home) => {
    const call =
      '{type: task, name: call, resourceArn: "acs:fnf:::flow/child", pattern: sync, timeoutSeconds: 5';
    const main = `${call}, catch: [{errors: [FnF.TaskTimeout], goto: rest}]}\n  - {type: wait, name: rest, duration: 50000}`;
    const flows = { main: `version: v1\ntype: flow\nsteps:\n  - ${main}\n`, child: LONG };
    const scenario = { ...UNATTENDED, name: 'late', flows };
    const { calm, calls } = await calmRunOf(scenario);
    expect(calm.status).toBe('Succeeded');
    for (let index = 0; index < calls.length; index += STRIDE) {
      for (const fault of [...DEATHS, ...LOSSES])
        await expectKept(scenario, calm, new Map([[index, fault]]), home);
    }
  },
);

/** A foreach that runs in child executions. */
function mapped(iterationMapping: object, distributed: object): Scenario['flows'] {
  const call = { type: 'task', name: 'call', resourceArn: 'acs:fc:::services/w/functions/f' };
  const each = { type: 'foreach', name: 'each', iterationMapping, distributed, steps: [call] };
  return { main: JSON.stringify({ version: 'v1', type: 'flow', steps: [each] }) };
}

const IN_TWO = { batchSize: 2, maxConcurrency: 2 };

/** Three items in two batches. */
const MAPPED: Scenario = {
  name: 'mapped',
  flows: mapped({ collection: '$.items', item: 'item' }, IN_TWO),
  input: '{"items":[1,2,3]}',
  workers: {
    invoke: async ({ event }) => ({
      kind: 'succeeded',
      output: JSON.stringify({ got: JSON.parse(event).item }),
    }),
    report: () => undefined,
  },
};

/** The same of an object, with the results written. */
const READ_AND_WRITTEN: Scenario = {
  ...MAPPED,
  name: 'read and written',
  flows: mapped(
    { item: 'item' },
    {
      ...IN_TWO,
      itemReader: { inputType: 'csv', bucket: 'objects', key: 'in.csv' },
      resultWriter: { bucket: 'objects', prefix: 'out' },
    },
  ),
  input: '{}',
  objects: { objects: { 'in.csv': 'id\n1\n2\n3\n' } },
};

test.each(SIMULATED_HOMES)('A map run ends as on a calm day with any single fault (%s)', async (home) => {
  const { calm, calls } = await calmRunOf(MAPPED);
  expect(JSON.parse(calm.output).results).toEqual([{ got: 1 }, { got: 2 }, { got: 3 }]);
  for (let index = 0; index < calls.length; index++) {
    for (const fault of [...DEATHS, ...LOSSES]) {
      await expectKept(MAPPED, calm, new Map([[index, fault]]), home);
    }
  }
});

test.each(SIMULATED_HOMES)(
  'A map run of an object ends as on a calm day with a death or a loss at any single call, and so do its results (%s)',
  async (home) => {
    const { calm, calls } = await calmRunOf(READ_AND_WRITTEN);
    expect(calm.written).toEqual([
      'batch-0.jsonl: {"got":{"id":"1"}}\n{"got":{"id":"2"}}\n',
      'batch-1.jsonl: {"got":{"id":"3"}}\n',
    ]);
    for (let index = 0; index < calls.length; index += STRIDE) {
      for (const fault of [...DEATHS, ...LOSSES])
        await expectKept(READ_AND_WRITTEN, calm, new Map([[index, fault]]), home);
    }
  },
);

const BREAKING = ['ok', 'breaks-1', 'ok'].map(
  (name, index) =>
    `  - {type: task, name: s${index}, resourceArn: "acs:fc:::services/w/functions/${name}"}\n`,
);

/** An execution that breaks once, and is then let go on; its fork is taken while it is under way, or after its first end. */
const REDRIVEN: Scenario = {
  name: 'redriven',
  flows: { main: `version: v1\ntype: flow\nsteps:\n${BREAKING.join('')}` },
  input: '{}',
  workers: WORKERS,
  mended: MENDED,
  redrives: { every: 5_000, most: 6, asks: 60 },
};

test.each(SIMULATED_HOMES)(
  'An execution that breaks and goes on, and its forks, end as on a calm day, with a death or a loss at any single call (%s)',
  async (home) => {
    for (const at of [undefined, 1, 40, 2_000, 6_000]) {
      const scenario = at === undefined ? REDRIVEN : { ...REDRIVEN, forks: [{ at }] };
      const calm = await calmRun(scenario);
      const fates = new PlannedFates(new Map(), home);
      expect(await tryRun(scenario, calm, fates)).toBeUndefined();
      for (let index = 0; index < fates.calls.length; index++) {
        for (const fault of [...DEATHS, ...LOSSES])
          await expectKept(scenario, calm, new Map([[index, fault]]), home);
      }
    }
  },
);

test.each(SIMULATED_HOMES)(
  'An execution that breaks and goes on ends as on a calm day, with any two deaths (%s)',
  async (home) => {
    const calm = await calmRun(REDRIVEN);
    const fates = new PlannedFates(new Map(), home);
    expect(await tryRun(REDRIVEN, calm, fates)).toBeUndefined();
    for (const plan of pairsOfDeaths(Math.min(fates.calls.length, 40))) {
      await expectKept(REDRIVEN, calm, plan, home);
    }
  },
);

const CHILD_AND_REPORT = `version: v1
type: flow
steps:
  - type: parallel
    name: both
    branches:
      - steps: [{type: task, name: call, resourceArn: "acs:fnf:::flow/child", pattern: sync}]
      - steps: [{type: task, name: failing, resourceArn: "acs:mns:::/queues/w/messages", pattern: waitForCallback, serviceParams: {MessageBody: $}}]
`;

/** An execution that a report breaks beside a child, and that is let go on before the message of a driver that died comes back. */
const BESIDE: Scenario = {
  name: 'beside',
  flows: {
    main: CHILD_AND_REPORT,
    child: 'version: v1\ntype: flow\nsteps:\n  - {type: wait, name: long, duration: 1000}\n',
  },
  input: '{}',
  workers: WORKERS,
  mended: { ...MENDED, report: () => ({ kind: 'succeeded', output: '{"reportedAt":0}' }) },
  redrives: { every: 20_000, most: 8, asks: 12 },
};

async function callsOf(scenario: Scenario, calm: Outcome, home: SimulatedHome): Promise<readonly string[]> {
  const fates = new PlannedFates(new Map(), home);
  expect(await tryRun(scenario, calm, fates)).toBeUndefined();
  return fates.calls;
}

test.each(SIMULATED_HOMES)(
  'An execution goes on with its child however soon it breaks again, with a death before or after any single call (%s)',
  async (home) => {
    const calm = await calmRun(BESIDE);
    const calls = await callsOf(BESIDE, calm, home);
    for (let index = 0; index < calls.length; index += STRIDE) {
      for (const fault of DEATHS) await expectKept(BESIDE, calm, new Map([[index, fault]]), home);
    }
  },
);

test('An engine that forgets since when a task has been broken off is found out by some of these deaths', async () => {
  const mutant = {
    name: 'forgets since when a task has been broken off',
    file: 'src/interpreter/resume/settle.ts',
    original: '...brokenOffSince(active, attempts),',
    mistake: '',
  };
  const calm = await calmRun(BESIDE);
  const calls = await callsOf(BESIDE, calm, 'aws');
  const problem = await withMutant(mutant, async (engine) => {
    for (const index of calls.keys()) {
      const fates = new PlannedFates(new Map([[index, 'dieBefore']]));
      const failed = await tryRun(BESIDE, calm, fates, engine);
      if (failed !== undefined) return failed.problem;
    }
    return undefined;
  });
  expect(String(problem)).toContain('runs beside');
});

/** Any two of the first calls; a death makes further calls, which are tried as well. */
function* pairsOfDeaths(calls: number): Iterable<ReadonlyMap<number, Fault>> {
  for (let first = 0; first < calls; first++) {
    for (let second = first + 1 + (first % STRIDE); second < calls; second += STRIDE) {
      for (const death of DEATHS) {
        for (const other of DEATHS) {
          yield new Map([
            [first, death],
            [second, other],
          ]);
        }
      }
    }
  }
}

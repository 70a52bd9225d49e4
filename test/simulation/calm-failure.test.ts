import { expect, test } from 'vitest';
import { BrokenPromise } from '../../src/testing/simulation/log.ts';
import { runBatch } from './world/batch.ts';
import { scenarioOf } from './world/seeds.ts';

const CALLS = JSON.stringify({
  version: 'v1',
  type: 'flow',
  steps: [{ type: 'task', name: 'calls', resourceArn: 'acs:fc:::services/work/functions/any' }],
});

test('A calm run that breaks a promise is reported for each of its seeds, and the seeds behind them run', async () => {
  const invoke = async () => {
    throw new BrokenPromise('the function noticed');
  };
  const workers = { ...scenarioOf(0).workers, invoke };
  const breaking = { name: 'breaking', flows: { main: CALLS }, input: '{}', workers };
  const draw = (seed: number) => (seed < 8 ? breaking : scenarioOf(seed));
  const { runs, failures } = await runBatch({ first: 6, runs: 3, home: 'aws' }, draw);
  expect(runs).toBe(3);
  expect(failures).toHaveLength(2);
  expect(failures[0]).toContain('seed 6: the function noticed\nfaults: none, in the calm run');
  expect(failures[0]).toContain('p0 targets.call');
  expect(failures[0]).toContain('node test/simulation/simulate.ts --runs 1 --seed 6 --home aws');
  expect(failures[1]).toContain('seed 7: the function noticed');
});

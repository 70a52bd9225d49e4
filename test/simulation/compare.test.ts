import { describe, expect, test } from 'vitest';
import type { HistoryEvent } from '../../src/engine/history/history.ts';
import { MAX_REDRIVES } from '../../src/limits.ts';
import { compareToCalm } from '../../src/testing/simulation/compare.ts';
import type { Outcome, Scenario } from '../../src/testing/simulation/simulation.ts';
import { WORKERS } from './world/flows.ts';

const SCENARIO: Scenario = {
  name: 'reported',
  flows: { main: '{"version":"v1","type":"flow","steps":[{"type":"pass","name":"one"}]}' },
  input: '{}',
  workers: WORKERS,
  redrives: { every: 1_000, most: 1, asks: 1 },
};

/** An execution that ended with this output, and the types of its events. */
function ended(output: string, ...types: readonly string[]): Outcome {
  const history = types.map((type, index) => ({ id: index + 1, type, detail: '' }) as HistoryEvent);
  return { status: 'Succeeded', output, history, forks: [], written: [], world: undefined as never };
}

function compared(calm: string, actual: Outcome): () => void {
  return () => compareToCalm(SCENARIO, ended(calm, 'ExecutionStarted'), actual);
}

describe.each(['reportedAt', 'attempt'])('The attempt that is told as %s', (key) => {
  const later = `{"${key}":1,"ok":true}`;
  const calm = `{"${key}":0,"ok":true}`;

  test('may be a later one where the execution has gone on after an end', () => {
    expect(compared(calm, ended(later, 'ExecutionStarted', 'ExecutionRedriven'))).not.toThrow();
  });

  test('is the same where it has not', () => {
    expect(compared(calm, ended(later, 'ExecutionStarted'))).toThrow('output has attempt 1 after 0 ends');
  });

  test('is never an earlier one', () => {
    expect(compared(later, ended(calm, 'ExecutionStarted', 'ExecutionRedriven'))).toThrow('earlier attempt');
  });

  test('excuses no other difference', () => {
    const other = `{"${key}":1,"ok":false}`;
    expect(compared(calm, ended(other, 'ExecutionStarted', 'ExecutionRedriven'))).toThrow('output differs');
  });

  test('may be a later one in a fork, too, and nothing else may differ', () => {
    const fork = (output: string) => ({
      ...ended(calm, 'ExecutionStarted'),
      forks: [{ ...ended(output, 'ExecutionStarted', 'ExecutionForked'), name: 'fork-0', isChosen: false }],
    });
    expect(compared(calm, fork(later))).not.toThrow();
    expect(compared(calm, fork(`{"${key}":0}`))).toThrow('output of fork-0 differs');
  });
});

test('A later attempt is one more for each time that the execution has gone on, at most', () => {
  const reported = (attempt: number) => `{"reportedAt":${attempt}}`;
  const twice = ['ExecutionStarted', 'ExecutionRedriven', 'ExecutionRedriven'];
  expect(compared(reported(2), ended(reported(4), ...twice))).not.toThrow();
  expect(compared(reported(2), ended(reported(5), ...twice))).toThrow('has attempt 5 after 2 ends');
});

describe('Of map runs', () => {
  const CAUSE = '1 of 2 items have failed, more than are tolerated; batch';
  const failed = (batch: number, error: string) => JSON.stringify({ cause: `${CAUSE} ${batch}: ${error}` });
  const other = (output: string, most: number) => {
    const step = { type: 'foreach', name: 'each', distributed: { batchSize: 1, maxConcurrency: most } };
    const { redrives: _, ...scenario } = SCENARIO;
    const flows = { main: JSON.stringify({ version: 'v1', type: 'flow', steps: [step] }) };
    const calm = ended(failed(0, 'Broken'), 'ExecutionStarted');
    return () => compareToCalm({ ...scenario, flows }, calm, ended(output, 'ExecutionStarted'));
  };

  test('which of several failing batches comes first may differ, and nothing else of the cause', () => {
    expect(other(failed(1, 'Broken'), 2)).not.toThrow();
    expect(other(failed(1, 'Busy'), 2)).toThrow('output differs');
  });

  test('the first failing batch is the same where they run one after another', () => {
    expect(other(failed(1, 'Broken'), 1)).toThrow('output differs');
  });

  test('the name may have another event id, and only a later attempt where the execution has gone on', () => {
    const named = (entry: number, attempt: number) =>
      JSON.stringify({ mapRunName: `main:map-${entry}-${attempt}`, Input: `{"a":"main:map-${entry}-0"}` });
    expect(compared(named(7, 0), ended(named(8, 0), 'ExecutionStarted'))).not.toThrow();
    expect(compared(named(7, 0), ended(named(8, 1), 'ExecutionStarted'))).toThrow('output');
    const goneOn = ended(named(8, 1), 'ExecutionStarted', 'ExecutionRedriven');
    expect(compared(named(7, 0), goneOn)).not.toThrow();
  });
});

test('An execution that has gone on as often as allowed may have failed', () => {
  const times = (count: number) => ({
    ...ended('', ...new Array<string>(count).fill('ExecutionRedriven')),
    status: 'Failed',
  });
  expect(compared('{}', times(MAX_REDRIVES))).not.toThrow();
  expect(compared('{}', times(MAX_REDRIVES - 1))).toThrow('status differs');
});

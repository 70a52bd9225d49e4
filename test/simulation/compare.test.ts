import { describe, expect, test } from 'vitest';
import type { HistoryEvent } from '../../src/engine/history/history.ts';
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
  return { status: 'Succeeded', output, history, forks: [], world: undefined as never };
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
    expect(compared(calm, ended(later, 'ExecutionStarted'))).toThrow('output differs');
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

test('Which of several failing batches comes first may differ, and nothing else of the cause', () => {
  const failed = (batch: number, error: string) => {
    const cause = `1 of 2 items have failed, more than are tolerated; batch ${batch} failed with ${error}`;
    return JSON.stringify({ cause });
  };
  const other = (output: string) => compared(failed(0, 'Broken'), ended(output, 'ExecutionStarted'));
  expect(other(failed(1, 'Broken'))).not.toThrow();
  expect(other(failed(1, 'Busy'))).toThrow('output differs');
});

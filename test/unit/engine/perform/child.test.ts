import { expect, test } from 'vitest';
import { childName } from '../../../../src/engine/perform/child.ts';

const REQUEST = { kind: 'flow', flowName: 'child', input: '{}' } as const;
const TASK = { frame: 1, entry: 20, attempt: 3 };

function named(name: string) {
  return { id: { flowId: 'f', name } };
}

test('A child is named after its parent and the attempt, unless the task names it', () => {
  expect(childName(named('run'), REQUEST, TASK)).toBe('run-20-3');
  expect(childName(named('run'), { ...REQUEST, executionName: 'mine' }, TASK)).toBe('mine');
});

test('A child of a parent with a long name has a valid name that no other parent gives', () => {
  const nameOf = (parent: string) => childName(named(parent), REQUEST, TASK);
  const long = `${'p'.repeat(127)}1`;
  expect(nameOf(long)).toMatch(/^p+-[0-9a-f]{16}-20-3$/);
  expect(nameOf(long)).toHaveLength(128);
  expect(nameOf(long)).not.toBe(nameOf(`${'p'.repeat(127)}2`));
  expect(nameOf('p'.repeat(123))).toBe(`${'p'.repeat(123)}-20-3`);
});

test('A child of a batch is named after the execution, the map run and the batch', () => {
  const part = { flowId: 'f', place: 'steps[0]', kind: 'batch', fullName: 'run:map-2-0:batch-1' } as const;
  expect(childName({ ...named('batch-1'), part }, REQUEST, TASK)).toBe('run-map-2-0-batch-1-20-3');
});

import { expect, test } from 'vitest';
import { descentOfChild } from '../../../../src/engine/perform/descent.ts';
import { makeHeader } from '../../../conformance/execution-fixtures.ts';

const root = makeHeader('root');
const child = makeHeader('child', { descent: descentOfChild(root, true) });
const forgotten = makeHeader('forgotten', { descent: descentOfChild(child, false) });

test('The first child stands below the execution without a parent', () => {
  expect(descentOfChild(root, true)).toEqual({ root: root.id, depth: 2, awaitedBy: root.id });
});

test('A child of a child is awaited by the uppermost that waits', () => {
  expect(descentOfChild(child, true)).toEqual({ root: root.id, depth: 3, awaitedBy: root.id });
});

test('A child without a waiting parent stays in the family, and those below it are awaited by it', () => {
  expect(forgotten.descent).toEqual({ root: root.id, depth: 3 });
  expect(descentOfChild(forgotten, true)).toEqual({ root: root.id, depth: 4, awaitedBy: forgotten.id });
});

import { expect, test } from 'vitest';
import { isBase, lastEventId } from '../../../src/interpreter/record.ts';

test('a record ends with the event its first event and their number imply', () => {
  const events = [{ type: 'ExecutionStarted' }, { type: 'ExecutionSucceeded' }] as const;
  expect(lastEventId({ firstEventId: 7, at: 0, owner: 'm', events })).toBe(8);
});

test('loading may begin at a record with a snapshot, and at one by which an execution goes on again', () => {
  const record = { firstEventId: 7, at: 0, owner: 'm', events: [{ type: 'ExecutionStarted' }] } as const;
  const resumed = { type: 'ExecutionRedriven', restored: {}, flowVersion: 1, undone: [] } as const;
  expect(isBase(record)).toBe(false);
  expect(isBase({ ...record, snapshot: {} })).toBe(true);
  expect(isBase({ ...record, events: [resumed] })).toBe(true);
});

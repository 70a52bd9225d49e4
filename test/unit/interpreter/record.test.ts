import { expect, test } from 'vitest';
import { lastEventId } from '../../../src/interpreter/record.ts';

test('a record ends with the event its first event and their number imply', () => {
  const events = [{ type: 'ExecutionStarted' }, { type: 'ExecutionSucceeded' }] as const;
  expect(lastEventId({ firstEventId: 7, at: 0, owner: 'm', events })).toBe(8);
});

import { expect, test } from 'vitest';

import { startMessage } from '../../../src/engine/schedule-start.ts';
import { makeSchedule } from '../../conformance/flow-fixtures.ts';

const FIRE_AT = Date.UTC(2024, 0, 1, 0, 30);

test('The same fire time makes the same execution name, another time another name', () => {
  const schedule = makeSchedule('nightly');

  expect(startMessage(schedule, FIRE_AT)).toEqual(startMessage({ ...schedule, version: 2 }, FIRE_AT));
  expect(startMessage(schedule, FIRE_AT + 1_000).executionName).not.toBe(
    startMessage(schedule, FIRE_AT).executionName,
  );
  expect(startMessage(schedule, FIRE_AT).executionName).toBe('schedule-schedule-1-20240101T003000Z');
});

test.each([
  ['', '{}'],
  [' \n', '{}'],
  ['{"big":12345678901234567890, "a" : 1.0}', '{"big":12345678901234567890, "a" : 1.0}'],
])('The payload %j is wrapped byte for byte', (payload, wrapped) => {
  expect(startMessage(makeSchedule('nightly', { payload }), FIRE_AT).input).toBe(
    `{"payload":${wrapped},"triggerName":"nightly","triggerTime":"2024-01-01T00:30:00Z"}`,
  );
});

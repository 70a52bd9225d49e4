import { expect, test } from 'vitest';
import { firingMessage } from '../../../../src/engine/schedule-start.ts';
import { endTurn, takesTurn } from '../../../../src/engine/schedules/takes-turn.ts';
import { startExecution } from '../../../../src/engine/start-execution.ts';
import { submitCommand } from '../../../../src/engine/submit-command.ts';
import type { Instant } from '../../../../src/interpreter/event.ts';
import type { ScheduleTurn, StartMessage } from '../../../../src/ports/dispatch-queue.ts';
import type { ScheduleRecord } from '../../../../src/ports/flow-store.ts';
import { ASK } from '../engine-flows.ts';
import { EngineHome, START } from '../engine-home.ts';

// Firings of one schedule, which messages bring twice and processes handle at the same time.

const MINUTE = 60_000;

async function scheduled(more: Partial<ScheduleRecord> = {}) {
  const home = new EngineHome();
  const flow = await home.createFlow('asks', ASK);
  const schedule: ScheduleRecord = {
    ...{ id: 's', flowId: flow.id, flowName: 'asks', name: 'due', version: 1, cronExpression: '@every 1m' },
    ...{ description: '', payload: '', isEnabled: true, overlap: 'BufferOne', createdAt: START },
    ...{ modifiedAt: START, ...more },
  };
  await home.flows.createSchedule(schedule);
  const firing = (minutes: number): StartMessage & { readonly turn: ScheduleTurn } => {
    const message = firingMessage(schedule, START + minutes * MINUTE);
    if (message.turn === undefined) throw new Error('it takes no turn');
    return { ...message, turn: message.turn };
  };
  const asTold = async () => {
    const { waiting, skipped = [] } = (await home.flows.readSchedule(flow.id, 'due')) ?? {};
    return { waiting, skipped: skipped.map(({ at }) => at) };
  };
  return { home, firing, asTold };
}

const at = (minutes: number): Instant => START + minutes * MINUTE;

test('Of two firings that begin to wait at the same time one waits, and the other is noted as skipped', async () => {
  const { home, firing, asTold } = await scheduled();
  const { flowName, executionName } = firing(1);
  await startExecution(home.services, { flowName, executionName });
  home.take();
  const turns = [firing(2), firing(3)].map((message) => takesTurn(home.services, message, message.turn));
  expect(await Promise.all(turns)).toEqual([false, false]);
  const { waiting, skipped } = await asTold();
  expect([waiting, ...skipped].toSorted()).toEqual([at(2), at(3)]);
  expect(home.queue.undeleted().filter(({ body }) => body.kind === 'start')).toHaveLength(1);
});

test.each([
  ['Skip', [true, false, false], undefined, 2],
  ['BufferOne', [true, false, false], 'waits', 1],
] as const)(
  'Of firings that come at the same time one takes its turn: %s',
  async (overlap, expected, waits, skips) => {
    const { home, firing, asTold } = await scheduled({ overlap });
    const turns = [1, 2, 3].map((minutes) => takesTurn(home.services, firing(minutes), firing(minutes).turn));
    expect((await Promise.all(turns)).toSorted().toReversed()).toEqual(expected);
    const { waiting, skipped } = await asTold();
    expect([waiting === undefined ? undefined : 'waits', skipped.length]).toEqual([waits, skips]);
  },
);

test('A firing that took its turn takes it again when its message comes again, although another has come meanwhile', async () => {
  const { home, firing } = await scheduled({ overlap: 'Skip' });
  expect(await takesTurn(home.services, firing(1), firing(1).turn)).toBe(true);
  expect(await takesTurn(home.services, firing(2), firing(2).turn)).toBe(false);
  expect(await takesTurn(home.services, firing(1), firing(1).turn)).toBe(true);
});

test('A turn holds until its execution has ended, or has not come for 15 minutes', async () => {
  const { home, firing } = await scheduled({ overlap: 'Skip' });
  await takesTurn(home.services, firing(1), firing(1).turn);
  const { flowName, executionName } = firing(1);
  const started = await startExecution(home.services, { flowName, executionName });
  if (started.kind !== 'started') throw new Error(started.kind);
  expect(await takesTurn(home.services, firing(2), firing(2).turn)).toBe(false);
  await submitCommand(home.services, started.header.id, { type: 'Stop', failure: { error: 'E', cause: '' } });
  await home.settle();
  expect(await takesTurn(home.services, firing(3), firing(3).turn)).toBe(true);
  await home.clock.advanceBy(14 * MINUTE);
  expect(await takesTurn(home.services, firing(17), firing(17).turn)).toBe(false);
  await home.clock.advanceBy(2 * MINUTE);
  expect(await takesTurn(home.services, firing(19), firing(19).turn)).toBe(true);
});

test('CancelOther stops an execution that is about to start, and no earlier firing takes the turn back', async () => {
  const { home, firing, asTold } = await scheduled({ overlap: 'CancelOther' });
  expect(await takesTurn(home.services, firing(1), firing(1).turn)).toBe(true);
  expect(await takesTurn(home.services, firing(2), firing(2).turn)).toBe(true);
  const { flowName, executionName } = firing(1);
  const started = await startExecution(home.services, { flowName, executionName });
  if (started.kind !== 'started') throw new Error(started.kind);
  await home.settle();
  const { end } = (await home.executions.readHeader(started.header.id)) ?? {};
  expect(end?.failure?.error).toBe('ScheduleOverlap');
  expect(await takesTurn(home.services, firing(0), firing(0).turn)).toBe(false);
  expect(await asTold()).toEqual({ waiting: undefined, skipped: [at(0)] });
});

test('A repeat of an earlier firing leaves the one that waits alone', async () => {
  const { home, firing, asTold } = await scheduled({ waiting: at(3) });
  await endTurn(home.services, firing(2).turn);
  expect(await asTold()).toEqual({ waiting: at(3), skipped: [] });
});

test('A later firing takes the place of the one that waits', async () => {
  const { home, firing, asTold } = await scheduled({ waiting: at(2) });
  await endTurn(home.services, firing(3).turn);
  expect(await asTold()).toEqual({ waiting: undefined, skipped: [at(2)] });
});

import { expect, test } from 'vitest';
import { firingMessage } from '../../../../src/engine/schedule-start.ts';
import { endTurn, takesTurn } from '../../../../src/engine/schedules/takes-turn.ts';
import { startExecution } from '../../../../src/engine/start-execution.ts';
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

import { beforeEach, expect, test } from 'vitest';
import { reportHeartbeat } from '../../../src/engine/heartbeats.ts';
import { DONE } from '../../../src/ports/dispatch-queue.ts';
import type { ExecutionHeader } from '../../../src/ports/execution-store.ts';
import { OWING } from '../../helpers/api-flows.ts';
import { EngineHome, START } from './engine-home.ts';

// Each message is handed over once: a driver that judges nothing would otherwise get it again for ever.

let home: EngineHome;
let header: ExecutionHeader;
beforeEach(async () => {
  home = new EngineHome();
  header = await home.start(OWING);
  await home.settle();
});

/** Hands over the one message that is due after so many seconds. */
async function handleAt(seconds: number) {
  await home.clock.advanceTo(START + seconds * 1000);
  const { message, answer } = home.take();
  const handled = await home.handle(message);
  answer(handled);
  return handled;
}

async function beat() {
  const { token } = JSON.parse(home.targets.queued[0]?.body ?? '{}');
  return await reportHeartbeat(home.services, token, undefined);
}

const lastTypes = async () => (await home.types(header)).slice(-3);
const TIMED_OUT = ['TaskTimedOut', 'StepFailed', 'ExecutionFailed'];

test('a worker that never sends a heartbeat times out by the first message that looks for one', async () => {
  expect(await handleAt(30)).toEqual(DONE);
  expect(await lastTypes()).toEqual(TIMED_OUT);
  expect(await beat()).toEqual({ kind: 'alreadyCompleted' });
});

test('a worker that falls silent times out as soon as the next heartbeat after its last one is due', async () => {
  await home.clock.advanceTo(START + 20_000);
  expect(await beat()).toEqual({ kind: 'kept', nextDue: START + 50_000 });
  expect(await handleAt(30)).toEqual(DONE);
  expect(await lastTypes()).not.toContain('TaskTimedOut');
  expect(await handleAt(50)).toEqual(DONE);
  expect(await lastTypes()).toEqual(TIMED_OUT);
});

import { expect, test } from 'vitest';
import { createVirtualClock, WOKE_NOTHING } from '../../../../src/testing/memory/virtual-clock.ts';
import { busyMs } from '../../../helpers/busy-time.ts';

test('Actions run in order of their times, those of one instant in order of scheduling', async () => {
  const clock = createVirtualClock(1_000);
  const log: string[] = [];
  for (const [name, at] of [
    ['c', 1_300],
    ['a', 1_100],
    ['d', 1_300],
    ['b', 1_200],
  ] as const) {
    clock.schedule(at, () => log.push(`${name} ${clock.now()}`));
  }

  expect(clock.nextDue()).toBe(1_100);
  await clock.advanceBy(299);
  expect(log).toEqual(['a 1100', 'b 1200']);
  await clock.advanceTo(1_300);

  expect(log).toEqual(['a 1100', 'b 1200', 'c 1300', 'd 1300']);
  expect(clock.nextDue()).toBeUndefined();
});

test('An action that was called off does not run', async () => {
  const clock = createVirtualClock(0);
  const log: string[] = [];
  const callOff = clock.schedule(10, () => log.push('first'));
  clock.schedule(10, () => log.push('second'));

  callOff();
  callOff();
  await clock.advanceBy(10);

  expect(log).toEqual(['second']);
});

test('Time never goes back, and what was due in the past runs at the present', async () => {
  const clock = createVirtualClock(100);
  const seen: number[] = [];
  clock.schedule(50, () => seen.push(clock.now()));

  await clock.advanceTo(20);
  expect(clock.now()).toBe(100);
  await clock.advanceTo(100);

  expect(seen).toEqual([100]);
});

test('An hour of waits of five seconds keeps exact times and takes no real time', async () => {
  const clock = createVirtualClock(0);
  const wakeUps: number[] = [];
  const poll = async () => {
    while (wakeUps.length < 720) {
      await clock.sleep(5_000);
      await Promise.resolve();
      wakeUps.push(clock.now());
    }
  };
  const began = busyMs();

  const polling = poll();
  await clock.advanceBy(3_600_000);
  await polling;

  expect(wakeUps).toEqual(Array.from({ length: 720 }, (_, index) => (index + 1) * 5_000));
  expect(busyMs() - began).toBeLessThan(3_000);
});

test('Nothing is settled after an action that says it has woken nothing up, and what another one woke is', async () => {
  let settled = 0;
  const clock = createVirtualClock(0, async () => {
    settled += 1;
  });
  clock.schedule(10, () => WOKE_NOTHING);
  clock.schedule(20, () => undefined);

  await clock.advanceFromRest(10);
  expect([clock.now(), settled]).toEqual([10, 0]);
  await clock.advanceFromRest(20);
  expect([clock.now(), settled]).toEqual([20, 1]);
  await clock.advanceTo(30);
  expect([clock.now(), settled]).toEqual([30, 2]);
});

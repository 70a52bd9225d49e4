import { expect, test } from 'vitest';

import { MemoryDispatchQueue } from '../../../../src/testing/memory/dispatch-queue.ts';
import { createSeededIds } from '../../../../src/testing/memory/seeded-ids.ts';
import { createVirtualClock } from '../../../../src/testing/memory/virtual-clock.ts';

const body = { kind: 'flow-deleted', flowId: 'flow-1' } as const;

function open() {
  const clock = createVirtualClock(0);
  return { clock, queue: new MemoryDispatchQueue(clock, createSeededIds('seed')) };
}

test('A taken message is hidden, and comes back when its receiver is silent for a minute', async () => {
  const { clock, queue } = open();
  const id = await queue.send(body);

  expect(queue.take()?.message.id).toBe(id);
  expect(queue.take()).toBeUndefined();
  expect(queue.undeleted()).toHaveLength(1);
  expect(clock.nextDue()).toBe(60_000);
  await clock.advanceTo(60_000);

  expect(queue.take()?.message).toEqual({ id, sentAt: 0, body });
});

test('A finished message is gone, and nothing waits for it any more', async () => {
  const { clock, queue } = open();
  await queue.send(body, 5);
  await clock.advanceBy(5_000);

  queue.take()?.answer({ done: true });

  expect(queue.undeleted()).toEqual([]);
  expect(clock.nextDue()).toBeUndefined();
});

test('A message can be repeated while its first receiver still works on it', async () => {
  const { clock, queue } = open();
  await queue.send(body);
  const first = queue.take();
  first?.answer({ done: false, retryInSeconds: 0 });
  const second = queue.take();

  expect(second?.message).toEqual(first?.message);
  second?.answer({ done: true });
  first?.answer({ done: false, retryInSeconds: 10 });

  expect(queue.undeleted()).toEqual([]);
  expect(clock.nextDue()).toBeUndefined();
});

test('A test may take any deliverable message', async () => {
  const { queue } = open();
  const ids = [await queue.send(body), await queue.send(body), await queue.send(body, 1)];

  expect(queue.deliverable().map((message) => message.id)).toEqual(ids.slice(0, 2));
  expect(queue.take(ids[1])?.message.id).toBe(ids[1]);
  expect(queue.take(ids[1])).toBeUndefined();
  expect(queue.take(ids[2])).toBeUndefined();
  expect(queue.take()?.message.id).toBe(ids[0]);
});

test('A message that was received too often is put aside until it is moved back, as it was sent and with a new time', async () => {
  const clock = createVirtualClock(0);
  const queue = new MemoryDispatchQueue(clock, createSeededIds('seed'), 2);
  const id = await queue.send(body);
  const late = queue.take();
  await clock.advanceBy(60_000);
  queue.take()?.answer({ done: false, retryInSeconds: 0 });

  expect(queue.take()).toBeUndefined();
  late?.answer({ done: true });
  expect(queue.deliverable()).toEqual([]);
  expect(queue.deadLetters().map((message) => message.id)).toEqual([id]);
  expect(queue.undeleted()).toHaveLength(1);

  await clock.advanceBy(1_000);
  queue.redrive();
  expect(queue.deadLetters()).toEqual([]);
  expect(queue.take()?.message).toEqual({ id, sentAt: 61_000, body });
});

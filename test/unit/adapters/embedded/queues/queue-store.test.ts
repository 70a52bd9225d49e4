import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { queueArn } from '../../../../../src/queues/names.ts';
import { HandClock, openQueueStore } from './open-store.ts';

let store: ReturnType<typeof openQueueStore>;
let clock: HandClock;

beforeEach(() => {
  clock = new HandClock();
  store = openQueueStore('memory', clock);
});

afterEach(async () => {
  await store.close();
});

async function sendBodies(queue: string, ...bodies: readonly string[]) {
  return await store.send(
    queue,
    bodies.map((body) => ({ body })),
  );
}

async function receiveBodies(queue: string, max = 10): Promise<readonly string[]> {
  return (await store.receive(queue, { max, waitSeconds: 0 })).map(({ body }) => body);
}

describe('a message', () => {
  test('is hidden once it is received, and comes again when its time is over', async () => {
    await store.createQueue('jobs', { VisibilityTimeout: '30' });
    await sendBodies('jobs', 'work');
    expect(await receiveBodies('jobs')).toEqual(['work']);
    expect(await receiveBodies('jobs')).toEqual([]);
    clock.pass(29_999);
    expect(await receiveBodies('jobs')).toEqual([]);
    clock.pass(1);
    const [again] = await store.receive('jobs', { max: 1 });
    expect(again).toMatchObject({ body: 'work', receives: 2 });
  });

  test('that is given back can be received at once, and wakes a receiver that waits', async () => {
    await store.createQueue('jobs');
    await sendBodies('jobs', 'work');
    const [first] = await store.receive('jobs', { max: 1 });
    const waiting = store.receive('jobs', { max: 1, waitSeconds: 20 });
    const receiptHandle = first?.receiptHandle ?? '';
    await store.changeVisibility('jobs', [{ receiptHandle, visibilitySeconds: 0 }]);
    expect(await waiting).toMatchObject([{ body: 'work', receives: 2 }]);
  });

  test('is received in the order of priorities where the queue is told so, also what was there before', async () => {
    await store.createQueue('jobs');
    const priorities = ['16', '8', '1', '3', 'nonsense', '1'];
    for (const [at, StringValue] of priorities.entries()) {
      const attributes = { Priority: { DataType: 'String', StringValue } };
      await store.send('jobs', [{ body: `${at}`, attributes }]);
      clock.pass(1);
    }
    const bodies = async () => (await store.peek('jobs', 10)).map(({ body }) => body);
    expect(await bodies()).toEqual(['0', '1', '2', '3', '4', '5']);
    await store.setTags('jobs', { 'fdl:orders-by-priority': 'true' }, []);
    expect(await bodies()).toEqual(['2', '5', '3', '1', '4', '0']);
    await store.setTags('jobs', {}, ['fdl:orders-by-priority']);
    expect(await bodies()).toEqual(['0', '1', '2', '3', '4', '5']);
  });

  test('older than the queue keeps messages is not received any more', async () => {
    await store.createQueue('jobs', { MessageRetentionPeriod: '60' });
    await sendBodies('jobs', 'old');
    clock.pass(30_000);
    await sendBodies('jobs', 'young');
    clock.pass(30_000);
    expect(await receiveBodies('jobs')).toEqual(['young']);
  });

  test('becomes a dead letter once it was received often enough, and wakes who waits for those', async () => {
    await store.createQueue('dead');
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: queueArn('dead'), maxReceiveCount: 1 });
    await store.createQueue('jobs', { RedrivePolicy, VisibilityTimeout: '0' });
    await sendBodies('jobs', 'poison');
    const sentAt = clock.now();
    expect(await receiveBodies('jobs')).toEqual(['poison']);
    clock.pass(5);
    const waiting = store.receive('dead', { max: 1, waitSeconds: 20 });
    expect(await receiveBodies('jobs')).toEqual([]);
    expect(await waiting).toMatchObject([{ body: 'poison', source: 'jobs', receives: 1, sentAt }]);
  });

  test('stays where it is when its dead letters are gone', async () => {
    await store.createQueue('dead');
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: queueArn('dead'), maxReceiveCount: 1 });
    await store.createQueue('jobs', { RedrivePolicy, VisibilityTimeout: '0' });
    await store.deleteQueue('dead');
    await sendBodies('jobs', 'poison');
    await receiveBodies('jobs');
    expect(await receiveBodies('jobs')).toEqual(['poison']);
  });
});

describe('a receiver', () => {
  test('gets a message that is sent while it waits, the one that came first before the others', async () => {
    await store.createQueue('jobs');
    const waiting = [1, 2, 3].map(() => store.receive('jobs', { max: 1, waitSeconds: 20 }));
    await sendBodies('jobs', 'a', 'b', 'c');
    const got = await Promise.all(waiting);
    expect(got.map(([message]) => message?.body)).toEqual(['a', 'b', 'c']);
  });

  test('that has gone gets nothing, and the next one does, as if it were the first', async () => {
    await store.createQueue('jobs');
    const leaving = new AbortController();
    const gone = store.receive('jobs', { max: 1, waitSeconds: 20, signal: leaving.signal });
    const alive = store.receive('jobs', { max: 1, waitSeconds: 20 });
    leaving.abort();
    await sendBodies('jobs', 'work');
    expect(await gone).toEqual([]);
    expect(await alive).toMatchObject([{ body: 'work', receives: 1 }]);
  });

  test('that goes while its message is being written has not received it', async () => {
    await store.createQueue('jobs');
    await sendBodies('jobs', 'work');
    const leaving = new AbortController();
    const gone = store.receive('jobs', { max: 1, waitSeconds: 20, signal: leaving.signal });
    leaving.abort();
    expect(await gone).toEqual([]);
    const [message] = await store.receive('jobs', { max: 1, waitSeconds: 5 });
    expect(message).toMatchObject({ body: 'work', receives: 1 });
  });

  test('is told when its queue is deleted', async () => {
    await store.createQueue('jobs');
    const waiting = store.receive('jobs', { max: 1, waitSeconds: 20 });
    const refused = expect(waiting).rejects.toMatchObject({ code: 'QueueDoesNotExist' });
    await store.deleteQueue('jobs');
    await refused;
  });

  test('waits for a delayed message no longer than it is delayed', async () => {
    await store.close();
    store = openQueueStore();
    await store.createQueue('jobs');
    await store.send('jobs', [{ body: 'late', delaySeconds: 1 }]);
    const begun = performance.now();
    const [message] = await store.receive('jobs', { max: 1, waitSeconds: 10 });
    expect(message?.body).toBe('late');
    expect(performance.now() - begun).toBeGreaterThan(900);
  });

  test('gets nothing when its time is over', async () => {
    await store.createQueue('jobs', { ReceiveMessageWaitTimeSeconds: '1' });
    const begun = performance.now();
    expect(await store.receive('jobs', { max: 1 })).toEqual([]);
    expect(performance.now() - begun).toBeGreaterThan(900);
  });
});

describe('a receipt', () => {
  test('of an earlier receive deletes nothing, and only a FIFO queue says so', async () => {
    for (const name of ['jobs', 'jobs.fifo']) {
      await store.createQueue(name, name === 'jobs' ? {} : { FifoQueue: 'true' });
      await store.send(name, [
        { body: 'work', ...(name !== 'jobs' && { groupId: 'g', deduplicationId: 'd' }) },
      ]);
      const [first] = await store.receive(name, { max: 1, visibilitySeconds: 1 });
      clock.pass(1_000);
      const [second] = await store.receive(name, { max: 1 });
      const [deleted] = await store.delete(name, [first?.receiptHandle ?? '']);
      expect(deleted !== undefined && 'error' in deleted).toBe(name === 'jobs.fifo');
      expect((await store.countMessages(name)).inFlight).toBe(1);
      await store.delete(name, [second?.receiptHandle ?? '']);
      expect((await store.countMessages(name)).inFlight).toBe(0);
    }
  });

  test('of another queue, or made up, is refused', async () => {
    await store.createQueue('one');
    await store.createQueue('two');
    await sendBodies('one', 'work');
    const [message] = await store.receive('one', { max: 1 });
    for (const handle of [message?.receiptHandle ?? '', 'nonsense', '']) {
      const [deleted] = await store.delete('two', [handle]);
      expect(deleted).toMatchObject({ error: { code: 'ReceiptHandleIsInvalid' } });
    }
  });

  test('hides a message for twelve hours in all, and no longer', async () => {
    await store.createQueue('jobs');
    await sendBodies('jobs', 'work');
    const [message] = await store.receive('jobs', { max: 1, visibilitySeconds: 60 });
    clock.pass(30_000);
    const receiptHandle = message?.receiptHandle ?? '';
    const [tooLong] = await store.changeVisibility('jobs', [{ receiptHandle, visibilitySeconds: 43_200 }]);
    expect(tooLong).toMatchObject({ error: { message: expect.stringContaining('Total VisibilityTimeout') } });
    const [right] = await store.changeVisibility('jobs', [{ receiptHandle, visibilitySeconds: 43_170 }]);
    expect(right).toHaveProperty('value');
  });
});

describe('a FIFO queue', () => {
  const send = (groupId: string, body: string, deduplicationId = body) =>
    store.send('line.fifo', [{ body, groupId, deduplicationId }]);

  beforeEach(async () => {
    await store.createQueue('line.fifo', { FifoQueue: 'true' });
  });

  test('keeps the order of a group, and hands out nothing of it while one of its messages is out', async () => {
    for (const body of ['a1', 'a2', 'a3']) await send('a', body);
    await send('b', 'b1');
    expect(await receiveBodies('line.fifo', 2)).toEqual(['a1', 'a2']);
    expect(await receiveBodies('line.fifo')).toEqual(['b1']);
    clock.pass(30_000);
    expect(await receiveBodies('line.fifo')).toEqual(['a1', 'a2', 'a3', 'b1']);
  });

  test('takes a message once within five minutes, also when it was deleted meanwhile', async () => {
    const [first] = await send('a', 'work', 'id-1');
    const [message] = await store.receive('line.fifo', { max: 1 });
    await store.delete('line.fifo', [message?.receiptHandle ?? '']);
    clock.pass(299_999);
    expect(await send('b', 'other', 'id-1')).toEqual([first]);
    expect(await receiveBodies('line.fifo')).toEqual([]);
    clock.pass(1);
    await send('a', 'work', 'id-1');
    expect(await receiveBodies('line.fifo')).toEqual(['work']);
  });

  test('numbers its messages in their order', async () => {
    const sent = [await send('a', '1'), await send('b', '2'), await send('a', '3')].flat();
    const numbers = sent.map((each) => ('value' in each ? (each.value.sequenceNumber ?? '') : ''));
    expect(numbers).toEqual([...numbers].sort());
    expect(new Set(numbers).size).toBe(3);
    expect(numbers[0]).toMatch(/^\d{20}$/);
  });
});

describe('a queue', () => {
  test('that is purged has no messages, and is the same otherwise', async () => {
    await store.createQueue('jobs', { VisibilityTimeout: '7' }, { team: 'a' });
    await sendBodies('jobs', 'a', 'b');
    const [message] = await store.receive('jobs', { max: 1 });
    const before = await store.describeQueue('jobs');
    await store.purge('jobs');
    expect(await store.countMessages('jobs')).toEqual({ visible: 0, inFlight: 0, delayed: 0 });
    expect(await store.describeQueue('jobs')).toEqual(before);
    expect(await store.delete('jobs', [message?.receiptHandle ?? ''])).toEqual([{ value: undefined }]);
  });

  test('that is created once more is the same, with other attributes refused', async () => {
    await store.createQueue('jobs', { VisibilityTimeout: '7' });
    await store.createQueue('jobs', { VisibilityTimeout: '7', DelaySeconds: '0' });
    await store.createQueue('jobs');
    const other = store.createQueue('jobs', { VisibilityTimeout: '8' });
    await expect(other).rejects.toMatchObject({ code: 'QueueNameExists' });
  });

  test('cannot have dead letters that are not there, of another kind, or not willing', async () => {
    await store.createQueue('line.fifo', { FifoQueue: 'true' });
    await store.createQueue('mine', { RedriveAllowPolicy: '{"redrivePermission":"denyAll"}' });
    for (const name of ['none', 'line.fifo', 'mine']) {
      const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: queueArn(name), maxReceiveCount: 3 });
      await expect(store.createQueue('jobs', { RedrivePolicy })).rejects.toMatchObject({
        code: 'InvalidParameterValue',
      });
    }
  });
});

describe('dead letters', () => {
  async function letDie(count: number): Promise<void> {
    await store.createQueue('dead');
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: queueArn('dead'), maxReceiveCount: 1 });
    await store.createQueue('jobs', { RedrivePolicy, VisibilityTimeout: '0' });
    await sendBodies('jobs', ...Array.from({ length: count }, (_, at) => `m${at}`));
    while ((await receiveBodies('jobs')).length > 0);
    expect((await store.countMessages('dead')).visible).toBe(count);
  }

  async function untilEnded() {
    for (;;) {
      const [task] = await store.listMoveTasks('dead', 1);
      if (task?.status !== 'RUNNING') return task;
      // Asks again; the test's own time limit ends it.
      await sleep(5);
    }
  }

  test('travel back to the queue that they came from', async () => {
    await letDie(250);
    await store.startMoveTask('dead');
    expect(await untilEnded()).toMatchObject({ status: 'COMPLETED', moved: 250, toMove: 250 });
    expect((await store.countMessages('jobs')).visible).toBe(250);
    expect((await store.countMessages('dead')).visible).toBe(0);
  });

  test('travel to another queue, and are new messages there', async () => {
    await letDie(1);
    const [dead] = await store.peek('dead', 1);
    await store.createQueue('other');
    await store.startMoveTask('dead', 'other');
    await untilEnded();
    const [moved] = await store.receive('other', { max: 1 });
    expect(moved).toMatchObject({ body: 'm0', receives: 1 });
    expect(moved?.messageId).not.toBe(dead?.messageId);
  });

  test('travel no faster than is asked for, and stop when they are told to', async () => {
    await letDie(50);
    const handle = await store.startMoveTask('dead', undefined, 10);
    await expect(store.startMoveTask('dead')).rejects.toMatchObject({ code: 'UnsupportedOperation' });
    expect(await store.cancelMoveTask(handle)).toBeLessThanOrEqual(20);
    expect(await store.listMoveTasks('dead', 1)).toMatchObject([{ status: 'CANCELLED', perSecond: 10 }]);
    expect((await store.countMessages('dead')).visible).toBeGreaterThanOrEqual(30);
  });

  test('travel on after a restart', async () => {
    await store.close();
    const folder = mkdtempSync(join(tmpdir(), 'fdl-queues-'));
    store = openQueueStore({ folder }, clock);
    await letDie(30);
    await store.startMoveTask('dead', undefined, 10);
    await store.close();
    store = openQueueStore({ folder });
    expect(await untilEnded()).toMatchObject({ status: 'COMPLETED', moved: 30 });
  });

  test('cannot be moved from a queue that is none of dead letters', async () => {
    await store.createQueue('jobs');
    await expect(store.startMoveTask('jobs')).rejects.toMatchObject({ code: 'InvalidParameterValue' });
    await expect(store.startMoveTask('none')).rejects.toMatchObject({ code: 'ResourceNotFoundException' });
  });
});

test('what was answered outlives the store: messages, receipts, hidden times and counts', async () => {
  await store.close();
  const folder = mkdtempSync(join(tmpdir(), 'fdl-queues-'));
  store = openQueueStore({ folder }, clock);
  await store.createQueue('jobs', {}, { team: 'a' });
  await sendBodies('jobs', '𠮷野家 🎉', 'b');
  const [held] = await store.receive('jobs', { max: 1 });
  await store.close();
  store = openQueueStore({ folder }, clock);
  expect(await store.describeQueue('jobs')).toMatchObject({ tags: { team: 'a' } });
  expect(await store.countMessages('jobs')).toEqual({ visible: 1, inFlight: 1, delayed: 0 });
  const receiptHandle = held?.receiptHandle ?? '';
  await store.changeVisibility('jobs', [{ receiptHandle, visibilitySeconds: 0 }]);
  const received = (await store.receive('jobs', { max: 2 })).map(({ body, receives }) => [body, receives]);
  expect(new Map(received as [string, number][])).toEqual(
    new Map([
      ['𠮷野家 🎉', 2],
      ['b', 1],
    ]),
  );
});

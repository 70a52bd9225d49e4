import { describe, expect, test } from 'vitest';
import {
  type Publishing,
  publishToTopic,
  type Sending,
  sendToQueue,
} from '../../../../src/local/queues/send-message.ts';
import type { Message } from '../../../../src/targets/message.ts';

const MESSAGE: Message = { body: 'work', attributes: {} };

/** Queues and topics that fail so many times before they work. */
function faulty(faults: number) {
  let count = 0;
  const work = async () => {
    count += 1;
    if (count <= faults) throw new Error('the disk is full');
    return [{ value: { messageId: 'm-1' } }];
  };
  const create = async () => {};
  const queues: Sending = { send: work, createQueue: create };
  const topics: Publishing = { publish: work, createTopic: create };
  return { queues, topics, calls: () => count };
}

describe('a message', () => {
  test('is tried again when the queue server has a fault, so that the flow sees none', async () => {
    const { queues, calls } = faulty(3);
    expect(await sendToQueue(queues, 'jobs', MESSAGE)).toMatchObject({ kind: 'sent', messageId: 'm-1' });
    expect(calls()).toBe(4);
    const { topics } = faulty(1);
    expect(await publishToTopic(topics, 'news', MESSAGE)).toMatchObject({ kind: 'sent', messageId: 'm-1' });
  });

  test('fails its task when the fault stays', async () => {
    const { queues, calls } = faulty(Number.POSITIVE_INFINITY);
    expect(await sendToQueue(queues, 'jobs', MESSAGE)).toEqual({ kind: 'fault', cause: 'the disk is full' });
    expect(calls()).toBe(4);
  });
});

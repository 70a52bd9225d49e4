import { describe, expect, test } from 'vitest';
import type { Message } from '../../../../src/adapters/send-message.ts';
import type { ProtocolAnswer } from '../../../../src/local/queues/queue-server.ts';
import { publishToTopic, sendToQueue } from '../../../../src/local/queues/send-message.ts';

const FAULT: ProtocolAnswer = { status: 503, body: '{"__type":"ServiceUnavailable","message":"busy"}' };

const MESSAGE: Message = { body: 'work', attributes: {} };

/** A server that answers a fault so many times before it works. */
function faultyServer(faults: number, wellDone: string) {
  let count = 0;
  const serve = async (): Promise<ProtocolAnswer> => {
    count += 1;
    return count <= faults ? FAULT : { status: 200, body: wellDone };
  };
  return { url: 'http://127.0.0.1:1', sqs: serve, sns: serve, calls: () => count };
}

describe('a message', () => {
  test('is tried again when the queue server has a fault, so that the flow sees none', async () => {
    const queues = faultyServer(3, '{"MessageId":"m-1"}');
    const sent = await sendToQueue(queues, 'jobs', MESSAGE);
    expect(sent).toMatchObject({ kind: 'sent', messageId: 'm-1' });
    expect(queues.calls()).toBe(4);

    const topics = faultyServer(1, '<MessageId>m-2</MessageId>');
    const published = await publishToTopic(topics, 'news', MESSAGE);
    expect(published).toMatchObject({ kind: 'sent', messageId: 'm-2' });
  });

  test('fails its task when the fault stays', async () => {
    const queues = faultyServer(Number.POSITIVE_INFINITY, '');
    expect((await sendToQueue(queues, 'jobs', MESSAGE)).kind).toBe('fault');
    expect(queues.calls()).toBe(4);
  });
});

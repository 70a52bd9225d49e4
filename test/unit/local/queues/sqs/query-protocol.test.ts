import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { openQueueHome, type QueueHome } from '../../../../helpers/queue-home.ts';
import { untilPasses } from '../../../../helpers/until-passes.ts';

let home: QueueHome;

beforeAll(async () => {
  home = await openQueueHome();
  await home.queues.createQueue('jobs');
});

afterAll(async () => {
  await home.close();
});

async function query(path: string, fields: Record<string, string>) {
  const body = new URLSearchParams({ Version: '2012-11-05', ...fields });
  const response = await fetch(home.url + path, { method: 'POST', body });
  return { status: response.status, text: await response.text() };
}

function valuesOf(text: string, name: string): readonly string[] {
  return [...text.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, 'g'))].map(([, value = '']) => value);
}

test('the query protocol takes lists and maps by their numbers, and the queue by the path', async () => {
  const sent = await query('/000000000000/jobs', {
    Action: 'SendMessageBatch',
    'SendMessageBatchRequestEntry.2.Id': 'b',
    'SendMessageBatchRequestEntry.2.MessageBody': 'second & <last>',
    'SendMessageBatchRequestEntry.1.Id': 'a',
    'SendMessageBatchRequestEntry.1.MessageBody': 'first 🎉',
    'SendMessageBatchRequestEntry.1.MessageAttribute.1.Name': 'colour',
    'SendMessageBatchRequestEntry.1.MessageAttribute.1.Value.StringValue': 'red',
    'SendMessageBatchRequestEntry.1.MessageAttribute.1.Value.DataType': 'String',
  });
  expect(sent.status).toBe(200);
  expect(sent.text).toContain(
    '<SendMessageBatchResponse xmlns="http://queue.amazonaws.com/doc/2012-11-05/">',
  );
  expect(valuesOf(sent.text, 'Id')).toEqual(['a', 'b']);
  expect(valuesOf(sent.text, 'MD5OfMessageBody')[0]).toBe(createHash('md5').update('first 🎉').digest('hex'));
  const received = await query('/', {
    Action: 'ReceiveMessage',
    QueueUrl: `${home.url}/000000000000/jobs`,
    MaxNumberOfMessages: '10',
    'AttributeName.1': 'ApproximateReceiveCount',
    'MessageAttributeName.1': 'All',
  });
  expect(valuesOf(received.text, 'Body')).toEqual(['first 🎉', 'second &amp; &lt;last&gt;']);
  expect(received.text).toContain(
    '<Attribute><Name>ApproximateReceiveCount</Name><Value>1</Value></Attribute>',
  );
  expect(received.text).toContain(
    '<MessageAttribute><Name>colour</Name><Value><DataType>String</DataType><StringValue>red</StringValue></Value></MessageAttribute>',
  );
  const deleted = await query('/000000000000/jobs', {
    Action: 'DeleteMessage',
    ReceiptHandle: valuesOf(received.text, 'ReceiptHandle')[0] ?? '',
  });
  expect(deleted.status).toBe(200);
  expect(valuesOf(deleted.text, 'RequestId')).toHaveLength(1);
});

test('attributes and tags of a queue travel as pairs', async () => {
  await query('/', {
    Action: 'CreateQueue',
    QueueName: 'made',
    'Attribute.1.Name': 'VisibilityTimeout',
    'Attribute.1.Value': '7',
    'Tag.1.Key': 'team',
    'Tag.1.Value': 'a',
  });
  const { text } = await query('/000000000000/made', {
    Action: 'GetQueueAttributes',
    'AttributeName.1': 'VisibilityTimeout',
  });
  expect(text).toContain('<Attribute><Name>VisibilityTimeout</Name><Value>7</Value></Attribute>');
  const tags = await query('/000000000000/made', { Action: 'ListQueueTags' });
  expect(tags.text).toContain('<Tag><Key>team</Key><Value>a</Value></Tag>');
});

test.each([
  ['/000000000000/none', { Action: 'ReceiveMessage' }, 'AWS.SimpleQueueService.NonExistentQueue'],
  ['/', { Action: 'ReceiveMessage' }, 'MissingParameter'],
  ['/', { Action: 'Explode' }, 'InvalidAction'],
  ['/', { Action: '__proto__' }, 'InvalidAction'],
  ['/000000000000/jobs', { Action: 'SendMessage', MessageBody: 'a\u0001' }, 'InvalidMessageContents'],
])('an error in %s of %j is %s', async (path, fields, code) => {
  const { status, text } = await query(path, fields);
  expect(status).toBe(400);
  expect(valuesOf(text, 'Code')).toEqual([code]);
  expect(valuesOf(text, 'Type')).toEqual(['Sender']);
});

test.each([
  ['no JSON', '{"QueueUrl":'],
  ['no object', '[]'],
  ['a number for a name', '{"QueueUrl":7}'],
  ['a list of numbers', '{"QueueUrl":"http://x/0/jobs","AttributeNames":[1]}'],
  ['names deeper than anything', `${'['.repeat(100_000)}`],
])('a JSON body with %s is refused', async (_what, body) => {
  const headers = {
    'content-type': 'application/x-amz-json-1.0',
    'x-amz-target': 'AmazonSQS.GetQueueAttributes',
  };
  const response = await fetch(home.url, { method: 'POST', headers, body });
  expect(response.status).toBe(400);
  expect(response.headers.get('x-amzn-query-error')).toMatch(/;Sender$/);
});

test('a request of more than 8 MiB is refused before it is read', async () => {
  const headers = { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': 'AmazonSQS.SendMessage' };
  const body = 'x'.repeat(9 * 1024 * 1024);
  const response = await fetch(home.url, { method: 'POST', headers, body }).catch(() => undefined);
  if (response !== undefined) expect(response.status).toBe(413);
  const alive = await query('/', { Action: 'ListQueues' });
  expect(alive.status).toBe(200);
});

test('a receiver whose connection closes leaves its message to the next one', async () => {
  await home.queues.createQueue('left');
  const receives = vi.spyOn(home.queues, 'receive');
  const body = JSON.stringify({ QueueUrl: `${home.url}/000000000000/left`, WaitTimeSeconds: 20 });
  const socket = connect(Number(new URL(home.url).port), '127.0.0.1');
  socket.write(
    `POST / HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/x-amz-json-1.0\r\nx-amz-target: AmazonSQS.ReceiveMessage\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
  );
  await untilPasses(() => expect(receives).toHaveBeenCalledOnce());
  const { signal } = receives.mock.calls[0]?.[1] ?? {};
  const hasGone = signal && once(signal, 'abort');
  socket.destroy();
  await hasGone;
  const alive = home.queues.receive('left', { max: 1, waitSeconds: 10 });
  await home.queues.send('left', [{ body: 'work' }]);
  expect(await alive).toMatchObject([{ body: 'work', receives: 1 }]);
  receives.mockRestore();
});

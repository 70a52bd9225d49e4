import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openQueueHome, type QueueHome } from '../../../helpers/queue-home.ts';

// The clients as they are published, with nothing changed but the address of the service.

const load = createRequire(import.meta.url);
const Client: AlicloudClient = load('@alicloud/mns');
const AliMns: AliMnsModule = load('ali-mns');

/** The fields of an answer differ by call; the tests say which they expect. */
// biome-ignore lint/suspicious/noExplicitAny: neither client has types that can be imported
type Answer = any;
type Calls<Name extends string> = Readonly<Record<Name, (...given: readonly unknown[]) => Promise<Answer>>>;

type AlicloudClient = new (
  account: string,
  options: object,
) => Calls<
  | 'batchDeleteMessage'
  | 'batchPeekMessage'
  | 'batchReceiveMessage'
  | 'batchSendMessage'
  | 'changeMessageVisibility'
  | 'createQueue'
  | 'createTopic'
  | 'deleteMessage'
  | 'deleteQueue'
  | 'getQueueAttributes'
  | 'getTopicAttributes'
  | 'listQueue'
  | 'listTopic'
  | 'peekMessage'
  | 'publishMessage'
  | 'receiveMessage'
  | 'sendMessage'
  | 'setQueueAttributes'
  | 'setTopicAttributes'
>;

interface AliMnsModule {
  readonly Account: new (...given: readonly string[]) => { setGA(isOn: boolean): void };
  readonly MNS: new (account: unknown, region: string) => Calls<'createP' | 'deleteP' | 'listP'>;
  readonly MQ: new (name: string, account: unknown, region: string) => AliQueue;
  readonly MQBatch: new (name: string, account: unknown, region: string) => AliQueue;
  readonly Msg: new (text: string) => unknown;
}

type AliQueue = Calls<'deleteP' | 'getAttrsP' | 'peekP' | 'recvP' | 'reserveP' | 'sendP' | 'setAttrsP'>;

const KEY = { accessKeyId: 'key', accessKeySecret: 'secret' };
let home: QueueHome;

beforeAll(async () => {
  home = await openQueueHome('memory', () => {}, KEY);
});

afterAll(async () => {
  await home.close();
});

describe('@alicloud/mns', () => {
  const open = () => new Client('1234', { ...KEY, endpoint: home.mns });

  test('makes, describes, lists and deletes queues', async () => {
    const client = open();
    const created = await client.createQueue('js-queue', { VisibilityTimeout: 20 });
    expect(created).toMatchObject({ code: 201, headers: { location: `${home.mns}/queues/js-queue` } });
    expect(await client.setQueueAttributes('js-queue', { VisibilityTimeout: 25 })).toMatchObject({
      code: 204,
    });
    const { body } = await client.getQueueAttributes('js-queue');
    expect(body).toMatchObject({ QueueName: 'js-queue', VisibilityTimeout: '25', ActiveMessages: '0' });
    const listed = await client.listQueue('', 10, 'js-');
    expect(listed.body).toMatchObject([{ QueueURL: `${home.mns}/queues/js-queue` }]);
    expect(await client.deleteQueue('js-queue')).toMatchObject({ code: 204 });
    await expect(client.getQueueAttributes('js-queue')).rejects.toMatchObject({
      name: expect.stringContaining('QueueNotExist'),
    });
  });

  test('sends, peeks, receives, extends and deletes messages, alone and in batches', async () => {
    const client = open();
    await client.createQueue('js-messages');
    const sent = await client.sendMessage('js-messages', { MessageBody: 'one', Priority: 2 });
    expect(sent).toMatchObject({ code: 201, body: { MessageBodyMD5: 'F97C5D29941BFB1B2FDAB0874906AB82' } });
    expect((await client.peekMessage('js-messages')).body).toMatchObject({ MessageBody: 'one' });
    const { body } = await client.receiveMessage('js-messages', 5);
    expect(body).toMatchObject({ MessageBody: 'one', Priority: '2', DequeueCount: '1' });
    const hidden = await client.changeMessageVisibility('js-messages', body.ReceiptHandle, 60);
    expect(hidden.body).toMatchObject({ NextVisibleTime: expect.any(String) });
    expect(await client.deleteMessage('js-messages', hidden.body.ReceiptHandle)).toMatchObject({ code: 204 });
    const bodies = Array.from({ length: 16 }, (_, at) => ({ MessageBody: `m${at}` }));
    expect((await client.batchSendMessage('js-messages', bodies)).body).toHaveLength(16);
    const peeked = await client.batchPeekMessage('js-messages', 16);
    expect(peeked.body).toHaveLength(16);
    const received = await client.batchReceiveMessage('js-messages', 16, 2);
    expect(received.body).toHaveLength(16);
    const handles = received.body.map(({ ReceiptHandle }: { ReceiptHandle: string }) => ReceiptHandle);
    expect(await client.batchDeleteMessage('js-messages', handles)).toMatchObject({ code: 204 });
    await expect(client.receiveMessage('js-messages')).rejects.toMatchObject({
      name: expect.stringContaining('MessageNotExist'),
    });
  });

  test('makes, describes and lists topics, and publishes to them', async () => {
    const client = open();
    expect(await client.createTopic('js-topic')).toMatchObject({ code: 201 });
    expect((await client.getTopicAttributes('js-topic')).body).toMatchObject({ TopicName: 'js-topic' });
    expect(await client.setTopicAttributes('js-topic', { MaximumMessageSize: 10_240 })).toMatchObject({
      code: 204,
    });
    expect((await client.listTopic('', 10, 'js-')).body).toMatchObject([
      { TopicURL: `${home.mns}/topics/js-topic` },
    ]);
    const published = await client.publishMessage('js-topic', { MessageBody: 'news', MessageTag: 'a' });
    expect(published).toMatchObject({ code: 201, body: { MessageId: expect.any(String) } });
  });
});

describe('ali-mns', () => {
  const open = (queue: string) => {
    const account = new AliMns.Account('1234', KEY.accessKeyId, KEY.accessKeySecret);
    // Or it would tell a third party of every call.
    account.setGA(false);
    const mq = new AliMns.MQ(queue, account, 'hangzhou');
    const batch = new AliMns.MQBatch(queue, account, 'hangzhou');
    const mns = new AliMns.MNS(account, 'hangzhou');
    const address = `${home.mns}/queues/${queue}`;
    return {
      mq: Object.assign(mq, { _urlAttr: address, _url: `${address}/messages` }),
      batch: Object.assign(batch, { _urlAttr: address, _url: `${address}/messages` }),
      mns: Object.assign(mns, { _url: `${home.mns}/queues/` }),
    };
  };

  test('makes, lists and deletes queues', async () => {
    const { mns, mq } = open('ali-queue');
    await mns.createP('ali-queue', { VisibilityTimeout: 20 });
    expect(await mns.listP('ali-', 10)).toMatchObject({
      Queues: { Queue: { QueueURL: `${home.mns}/queues/ali-queue` } },
    });
    await mq.setAttrsP({ VisibilityTimeout: 25 });
    expect(await mq.getAttrsP()).toMatchObject({ Queue: { VisibilityTimeout: '25' } });
    await mns.deleteP('ali-queue');
    await expect(mq.getAttrsP()).rejects.toMatchObject({ Error: { Code: 'QueueNotExist' } });
  });

  test('sends, peeks, receives, reserves and deletes messages, alone and in batches', async () => {
    const { mns, mq, batch } = open('ali-messages');
    await mns.createP('ali-messages');
    expect(await mq.sendP('ünö', 3, 0)).toMatchObject({ Message: { MessageId: expect.any(String) } });
    expect(await mq.peekP()).toMatchObject({ Message: { MessageBody: 'ünö' } });
    const received = await mq.recvP(5);
    expect(received).toMatchObject({ Message: { MessageBody: 'ünö', Priority: '3' } });
    const reserved = await mq.reserveP(received.Message.ReceiptHandle, 60);
    await mq.deleteP(reserved.ChangeVisibility.ReceiptHandle);
    await batch.sendP([new AliMns.Msg('a'), new AliMns.Msg('b')]);
    const { Messages } = await batch.recvP(2, 16);
    expect(Messages.Message.map(({ MessageBody }: Answer) => MessageBody)).toEqual(['a', 'b']);
    await batch.deleteP(Messages.Message.map(({ ReceiptHandle }: Answer) => ReceiptHandle));
    await expect(mq.recvP(1)).rejects.toMatchObject({ Error: { Code: 'MessageNotExist' } });
  });
});

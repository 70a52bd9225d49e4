import {
  AddPermissionCommand,
  CreateTopicCommand,
  DeleteTopicCommand,
  GetSubscriptionAttributesCommand,
  GetTopicAttributesCommand,
  ListSubscriptionsByTopicCommand,
  ListSubscriptionsCommand,
  ListTagsForResourceCommand,
  ListTopicsCommand,
  PublishBatchCommand,
  PublishCommand,
  RemovePermissionCommand,
  SetSubscriptionAttributesCommand,
  SetTopicAttributesCommand,
  type SNSClient,
  SubscribeCommand,
  TagResourceCommand,
  UnsubscribeCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-sns';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { queueArn } from '../../../../../src/queues/names.ts';
import { openQueueHome, type QueueHome } from '../../../../helpers/queue-home.ts';
import { snsClient } from '../sqs-clients.ts';

let home: QueueHome;
let sns: SNSClient;
let count = 0;

beforeAll(async () => {
  home = await openQueueHome();
  sns = snsClient(home.url);
});

afterAll(async () => {
  sns.destroy();
  await home.close();
});

async function newTopic(Attributes: Record<string, string> = {}, ending = ''): Promise<string> {
  count += 1;
  const { TopicArn = '' } = await sns.send(
    new CreateTopicCommand({ Name: `topic-${count}${ending}`, Attributes }),
  );
  return TopicArn;
}

/** A queue that subscribes to a topic. */
async function newSubscriber(TopicArn: string, Attributes: Record<string, string> = {}, ending = '') {
  count += 1;
  const queue = `subscriber-${count}${ending}`;
  await home.queues.createQueue(queue, ending === '' ? {} : { FifoQueue: 'true' });
  const { SubscriptionArn = '' } = await sns.send(
    new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint: queueArn(queue), Attributes }),
  );
  return { queue, SubscriptionArn };
}

async function bodies(queue: string): Promise<readonly string[]> {
  return (await home.queues.receive(queue, { max: 10, waitSeconds: 0 })).map(({ body }) => body);
}

describe('topics', () => {
  test('are made once, described, listed and taken away', async () => {
    const TopicArn = await newTopic({ DisplayName: 'News' });
    const name = TopicArn.slice(TopicArn.lastIndexOf(':') + 1);
    expect(await sns.send(new CreateTopicCommand({ Name: name }))).toMatchObject({ TopicArn });
    const { Attributes } = await sns.send(new GetTopicAttributesCommand({ TopicArn }));
    expect(Attributes).toMatchObject({
      TopicArn,
      DisplayName: 'News',
      Owner: '000000000000',
      SubscriptionsConfirmed: '0',
    });
    const { Topics = [] } = await sns.send(new ListTopicsCommand({}));
    expect(Topics).toContainEqual({ TopicArn });
    await sns.send(new DeleteTopicCommand({ TopicArn }));
    await sns.send(new DeleteTopicCommand({ TopicArn }));
    const gone = sns.send(new GetTopicAttributesCommand({ TopicArn }));
    await expect(gone).rejects.toMatchObject({
      name: 'NotFoundException',
      $metadata: { httpStatusCode: 404 },
    });
  });

  test('are listed a hundred at a time', async () => {
    for (let at = 0; at < 120; at++) await home.topics.createTopic(`page-${String(at).padStart(3, '0')}`);
    const found = new Set<string>();
    let NextToken: string | undefined;
    do {
      const page = await sns.send(new ListTopicsCommand({ NextToken }));
      for (const { TopicArn = '' } of page.Topics ?? []) {
        expect(found.has(TopicArn)).toBe(false);
        found.add(TopicArn);
      }
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
    expect([...found].filter((arn) => arn.includes(':page-'))).toHaveLength(120);
  });

  test('have attributes, tags and permissions', async () => {
    const TopicArn = await newTopic();
    const set = { TopicArn, AttributeName: 'DisplayName', AttributeValue: 'Other' };
    await sns.send(new SetTopicAttributesCommand(set));
    const wrong = sns.send(new SetTopicAttributesCommand({ ...set, AttributeName: 'Colour' }));
    await expect(wrong).rejects.toMatchObject({ name: 'InvalidParameterException' });
    await sns.send(
      new TagResourceCommand({
        ResourceArn: TopicArn,
        Tags: [
          { Key: 'a', Value: '1' },
          { Key: 'b', Value: '2' },
        ],
      }),
    );
    await sns.send(new UntagResourceCommand({ ResourceArn: TopicArn, TagKeys: ['b'] }));
    const { Tags } = await sns.send(new ListTagsForResourceCommand({ ResourceArn: TopicArn }));
    expect(Tags).toEqual([{ Key: 'a', Value: '1' }]);
    await sns.send(
      new AddPermissionCommand({
        TopicArn,
        Label: 'let',
        AWSAccountId: ['123456789012'],
        ActionName: ['Publish'],
      }),
    );
    const { Attributes } = await sns.send(new GetTopicAttributesCommand({ TopicArn }));
    expect(Attributes).toMatchObject({
      DisplayName: 'Other',
      Policy: expect.stringContaining('SNS:Publish'),
    });
    await sns.send(new RemovePermissionCommand({ TopicArn, Label: 'let' }));
  });

  test.each(['with space', '', 'x'.repeat(257), 'x.fifo'])('cannot have the name %j', async (Name) => {
    await expect(sns.send(new CreateTopicCommand({ Name }))).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  });
});

describe('a subscription', () => {
  test('is found by topic and at all, changes its attributes, and ends', async () => {
    const TopicArn = await newTopic();
    const { queue, SubscriptionArn } = await newSubscriber(TopicArn);
    const listed = { SubscriptionArn, Protocol: 'sqs', Endpoint: queueArn(queue), TopicArn };
    const { Subscriptions } = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
    expect(Subscriptions).toMatchObject([listed]);
    expect((await sns.send(new ListSubscriptionsCommand({}))).Subscriptions).toEqual(
      expect.arrayContaining([expect.objectContaining(listed)]),
    );
    const raw = { SubscriptionArn, AttributeName: 'RawMessageDelivery', AttributeValue: 'true' };
    await sns.send(new SetSubscriptionAttributesCommand(raw));
    const { Attributes } = await sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn }));
    expect(Attributes).toMatchObject({ RawMessageDelivery: 'true', PendingConfirmation: 'false', TopicArn });
    await sns.send(new UnsubscribeCommand({ SubscriptionArn }));
    await sns.send(new UnsubscribeCommand({ SubscriptionArn }));
    await sns.send(new PublishCommand({ TopicArn, Message: 'x' }));
    expect(await bodies(queue)).toEqual([]);
  });

  test('is the same when it is made once more, with other attributes refused', async () => {
    const TopicArn = await newTopic();
    const { queue, SubscriptionArn } = await newSubscriber(TopicArn);
    const again = { TopicArn, Protocol: 'sqs', Endpoint: queueArn(queue) };
    expect((await sns.send(new SubscribeCommand(again))).SubscriptionArn).toBe(SubscriptionArn);
    const other = sns.send(new SubscribeCommand({ ...again, Attributes: { RawMessageDelivery: 'true' } }));
    await expect(other).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  test.each([
    ['FilterPolicy', '[]'],
    ['FilterPolicy', '{"colour":"red"}'],
    ['FilterPolicy', '{"a":["1"],"b":["1"],"c":["1"],"d":["1"],"e":["1"],"f":["1"]}'],
    ['FilterPolicy', '{"colour":[{"like":"red"}]}'],
    ['FilterPolicy', '{"size":[{"numeric":[">"]}]}'],
    ['FilterPolicyScope', 'Everything'],
    ['RawMessageDelivery', 'perhaps'],
    ['RedrivePolicy', '{"deadLetterTargetArn":"nowhere"}'],
    ['DeliveryPolicy', '{"healthyRetryPolicy":{"numRetries":1000}}'],
    ['Colour', 'red'],
  ])('refuses the attribute %s with %s', async (name, value) => {
    const TopicArn = await newTopic();
    const wrong = newSubscriber(TopicArn, { [name]: value });
    await expect(wrong).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });
});

describe('a message', () => {
  test('reaches every queue, in an envelope or raw', async () => {
    const TopicArn = await newTopic();
    const wrapped = await newSubscriber(TopicArn);
    const raw = await newSubscriber(TopicArn, { RawMessageDelivery: 'true' });
    const MessageAttributes = { colour: { DataType: 'String', StringValue: 'red' } };
    const Message = 'bell \u0007 🎉 "quoted"';
    const { MessageId } = await sns.send(
      new PublishCommand({ TopicArn, Message: 'plain', MessageAttributes }),
    );
    await sns.send(new PublishCommand({ TopicArn, Message, Subject: 'Hello' }));
    const [first = '', second = ''] = await bodies(wrapped.queue);
    expect(JSON.parse(first)).toMatchObject({
      Type: 'Notification',
      MessageId,
      TopicArn,
      Message: 'plain',
      Timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      MessageAttributes: { colour: { Type: 'String', Value: 'red' } },
    });
    expect(JSON.parse(second)).toMatchObject({ Message, Subject: 'Hello' });
    const [plain] = await home.queues.receive(raw.queue, { max: 1 });
    expect(plain).toMatchObject({ body: 'plain', attributes: MessageAttributes });
  });

  test('that a queue cannot hold becomes a dead letter of the subscription', async () => {
    const TopicArn = await newTopic();
    await home.queues.createQueue('undelivered');
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: queueArn('undelivered') });
    const { queue } = await newSubscriber(TopicArn, { RedrivePolicy });
    await home.queues.deleteQueue(queue);
    await sns.send(new PublishCommand({ TopicArn, Message: 'lost?' }));
    const [kept = ''] = await bodies('undelivered');
    expect(JSON.parse(kept)).toMatchObject({ Message: 'lost?' });
  });

  test('differs by protocol where it has a structure', async () => {
    const TopicArn = await newTopic();
    const { queue } = await newSubscriber(TopicArn, { RawMessageDelivery: 'true' });
    const publish = (message: object) =>
      sns.send(new PublishCommand({ TopicArn, Message: JSON.stringify(message), MessageStructure: 'json' }));
    await publish({ default: 'for all', sqs: 'for queues' });
    await publish({ default: 'for all' });
    expect(await bodies(queue)).toEqual(['for queues', 'for all']);
    await expect(publish({ sqs: 'x' })).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  test.each([
    ['nothing', { Message: '' }, 'InvalidParameterException'],
    ['more than 256 KiB', { Message: 'x'.repeat(262_145) }, 'InvalidParameterException'],
    ['a subject of two lines', { Message: 'x', Subject: 'a\nb' }, 'InvalidParameterException'],
    [
      'an attribute without a value',
      { Message: 'x', MessageAttributes: { a: { DataType: 'String', StringValue: '' } } },
      'InvalidParameterValueException',
    ],
  ])('with %s is refused', async (_what, message, name) => {
    const TopicArn = await newTopic();
    await expect(sns.send(new PublishCommand({ TopicArn, ...message }))).rejects.toMatchObject({ name });
  });

  test('for a topic that is not there, or a phone, is refused', async () => {
    const TopicArn = 'arn:aws:sns:us-east-1:000000000000:none';
    const none = sns.send(new PublishCommand({ TopicArn, Message: 'x' }));
    await expect(none).rejects.toMatchObject({ name: 'NotFoundException' });
    const phone = sns.send(new PublishCommand({ PhoneNumber: '+4912345', Message: 'x' }));
    await expect(phone).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  test('of a batch is published, or refused, for itself', async () => {
    const TopicArn = await newTopic();
    const { queue } = await newSubscriber(TopicArn, { RawMessageDelivery: 'true' });
    const entries = [
      { Id: 'a', Message: '1' },
      { Id: 'b', Message: '' },
      { Id: 'c', Message: '3' },
    ];
    const answer = await sns.send(new PublishBatchCommand({ TopicArn, PublishBatchRequestEntries: entries }));
    expect(answer.Successful?.map(({ Id }) => Id)).toEqual(['a', 'c']);
    expect(answer.Failed).toMatchObject([{ Id: 'b', Code: 'InvalidParameter', SenderFault: true }]);
    expect(await bodies(queue)).toEqual(['1', '3']);
    const twice = [entries[0], entries[0]].flatMap((entry) => entry ?? []);
    const refused = sns.send(new PublishBatchCommand({ TopicArn, PublishBatchRequestEntries: twice }));
    await expect(refused).rejects.toMatchObject({ name: 'BatchEntryIdsNotDistinctException' });
  });

  test('of a FIFO topic is taken once and keeps its order', async () => {
    const TopicArn = await newTopic({ FifoTopic: 'true' }, '.fifo');
    const { queue } = await newSubscriber(TopicArn, { RawMessageDelivery: 'true' }, '.fifo');
    const publish = (Message: string, MessageDeduplicationId = Message) =>
      sns.send(new PublishCommand({ TopicArn, Message, MessageGroupId: 'g', MessageDeduplicationId }));
    const first = await publish('1');
    expect(await publish('1')).toMatchObject({ MessageId: first.MessageId });
    await publish('2');
    expect(await bodies(queue)).toEqual(['1', '2']);
    const none = sns.send(new PublishCommand({ TopicArn, Message: 'x' }));
    await expect(none).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });
});

const RED = { colour: { DataType: 'String', StringValue: 'red' } };

describe('a filter', () => {
  test('lets through what fits its policy on attributes, or on the body', async () => {
    const TopicArn = await newTopic();
    const red = await newSubscriber(TopicArn, {
      FilterPolicy: '{"colour":["red"]}',
      RawMessageDelivery: 'true',
    });
    const large = await newSubscriber(TopicArn, {
      FilterPolicy: '{"order":{"size":[{"numeric":[">",10]}]}}',
      FilterPolicyScope: 'MessageBody',
      RawMessageDelivery: 'true',
    });
    await sns.send(new PublishCommand({ TopicArn, Message: 'no JSON', MessageAttributes: RED }));
    await sns.send(new PublishCommand({ TopicArn, Message: '{"order":{"size":11}}' }));
    await sns.send(new PublishCommand({ TopicArn, Message: '{"order":{"size":10}}' }));
    expect(await bodies(red.queue)).toEqual(['no JSON']);
    expect(await bodies(large.queue)).toEqual(['{"order":{"size":11}}']);
  });
});

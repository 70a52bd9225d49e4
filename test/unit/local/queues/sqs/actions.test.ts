import {
  AddPermissionCommand,
  CancelMessageMoveTaskCommand,
  ChangeMessageVisibilityBatchCommand,
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListDeadLetterSourceQueuesCommand,
  ListMessageMoveTasksCommand,
  ListQueuesCommand,
  ListQueueTagsCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  RemovePermissionCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  type SQSClient,
  StartMessageMoveTaskCommand,
  TagQueueCommand,
  UntagQueueCommand,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openQueueHome, type QueueHome } from '../../../../helpers/queue-home.ts';
import { sqsClient } from '../sqs-clients.ts';

let home: QueueHome;
let sqs: SQSClient;
let count = 0;

beforeAll(async () => {
  home = await openQueueHome();
  sqs = sqsClient(home.url);
});

afterAll(async () => {
  sqs.destroy();
  await home.close();
});

/** A queue that no other test has. */
async function newQueue(Attributes: Record<string, string> = {}, ending = ''): Promise<string> {
  count += 1;
  const { QueueUrl = '' } = await sqs.send(
    new CreateQueueCommand({ QueueName: `queue-${count}${ending}`, Attributes }),
  );
  return QueueUrl;
}

async function arnOf(QueueUrl: string): Promise<string> {
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }),
  );
  return Attributes?.['QueueArn'] ?? '';
}

async function receiveOne(QueueUrl: string, more: object = {}) {
  const { Messages: [message] = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, ...more }));
  return message;
}

describe('queues', () => {
  test('are made, found, listed page by page, and taken away', async () => {
    const QueueUrl = await newQueue();
    const QueueName = QueueUrl.slice(QueueUrl.lastIndexOf('/') + 1);
    expect(await sqs.send(new GetQueueUrlCommand({ QueueName }))).toMatchObject({ QueueUrl });
    for (const name of ['list-a', 'list-b', 'list-c'])
      await sqs.send(new CreateQueueCommand({ QueueName: name }));
    const page = new ListQueuesCommand({ QueueNamePrefix: 'list-', MaxResults: 2 });
    const { QueueUrls, NextToken } = await sqs.send(page);
    expect(QueueUrls?.map((url) => url.slice(-1))).toEqual(['a', 'b']);
    const next = await sqs.send(
      new ListQueuesCommand({ QueueNamePrefix: 'list-', MaxResults: 2, NextToken }),
    );
    expect(next.QueueUrls?.map((url) => url.slice(-1))).toEqual(['c']);
    expect(next.NextToken).toBeUndefined();
    await sqs.send(new DeleteQueueCommand({ QueueUrl }));
    await expect(sqs.send(new GetQueueUrlCommand({ QueueName }))).rejects.toMatchObject({
      name: 'QueueDoesNotExist',
    });
  });

  test('have attributes, their own and those of AWS', async () => {
    const QueueUrl = await newQueue({ VisibilityTimeout: '7' });
    await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { DelaySeconds: '3' } }));
    const { Attributes } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }),
    );
    expect(Attributes).toMatchObject({
      VisibilityTimeout: '7',
      DelaySeconds: '3',
      MaximumMessageSize: '1048576',
      MessageRetentionPeriod: '345600',
      ReceiveMessageWaitTimeSeconds: '0',
      ApproximateNumberOfMessages: '0',
      QueueArn: expect.stringMatching(/^arn:aws:sqs:us-east-1:000000000000:queue-\d+$/),
      CreatedTimestamp: expect.stringMatching(/^\d{10}$/),
    });
    const asked = new GetQueueAttributesCommand({
      QueueUrl,
      AttributeNames: ['DelaySeconds', 'RedrivePolicy'],
    });
    expect((await sqs.send(asked)).Attributes).toEqual({ DelaySeconds: '3' });
  });

  test.each([
    ['VisibilityTimeout', '43201', 'InvalidAttributeValue'],
    ['DelaySeconds', 'soon', 'InvalidAttributeValue'],
    ['MaximumMessageSize', '1048577', 'InvalidAttributeValue'],
    ['RedrivePolicy', '{"maxReceiveCount":3}', 'InvalidParameterValue'],
    ['RedrivePolicy', 'nonsense', 'InvalidParameterValue'],
    ['ContentBasedDeduplication', 'true', 'InvalidAttributeName'],
    ['Colour', 'red', 'InvalidAttributeName'],
  ])('refuse the attribute %s with %j', async (name, value, error) => {
    await expect(newQueue({ [name]: value })).rejects.toMatchObject({ name: error });
  });

  test.each(['with space', 'a/b', 'x'.repeat(81), 'jobs.fifo'])(
    'cannot have the name %j',
    async (QueueName) => {
      const creating = sqs.send(new CreateQueueCommand({ QueueName }));
      await expect(creating).rejects.toMatchObject({ name: 'InvalidParameterValue' });
    },
  );

  test('have tags', async () => {
    const QueueUrl = await newQueue();
    await sqs.send(new TagQueueCommand({ QueueUrl, Tags: { team: 'a', stage: 'test' } }));
    await sqs.send(new UntagQueueCommand({ QueueUrl, TagKeys: ['stage', 'none'] }));
    expect((await sqs.send(new ListQueueTagsCommand({ QueueUrl }))).Tags).toEqual({ team: 'a' });
  });

  test('have permissions in their policy', async () => {
    const QueueUrl = await newQueue();
    const given = { QueueUrl, Label: 'let', AWSAccountIds: ['123456789012'], Actions: ['SendMessage'] };
    await sqs.send(new AddPermissionCommand(given));
    const policy = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['Policy'] });
    expect((await sqs.send(policy)).Attributes?.['Policy']).toContain('arn:aws:iam::123456789012:root');
    await sqs.send(new RemovePermissionCommand({ QueueUrl, Label: 'let' }));
    expect((await sqs.send(policy)).Attributes).toBeUndefined();
  });
});

describe('a message', () => {
  test('arrives with all that it was sent with; the client checks every MD5', async () => {
    const QueueUrl = await newQueue();
    const MessageAttributes = {
      text: { DataType: 'String', StringValue: 'ü 🎉' },
      count: { DataType: 'Number', StringValue: '3.5e2' },
      bytes: { DataType: 'Binary', BinaryValue: new Uint8Array([0, 255, 7]) },
      own: { DataType: 'String.colour', StringValue: 'red' },
    };
    const MessageSystemAttributes = {
      AWSTraceHeader: { DataType: 'String', StringValue: 'Root=1-5759e988-bd862e3fe1be46a994272793' },
    };
    const MessageBody = 'tab\t line\n 𠮷野家 🎉 ]]> & <';
    const sent = await sqs.send(
      new SendMessageCommand({ QueueUrl, MessageBody, MessageAttributes, MessageSystemAttributes }),
    );
    const message = await receiveOne(QueueUrl, {
      MessageAttributeNames: ['All'],
      MessageSystemAttributeNames: ['All'],
    });
    expect(message).toMatchObject({ MessageId: sent.MessageId, Body: MessageBody, MessageAttributes });
    expect(message?.Attributes).toEqual({
      SenderId: '000000000000',
      SentTimestamp: expect.stringMatching(/^\d{13}$/),
      ApproximateReceiveCount: '1',
      ApproximateFirstReceiveTimestamp: expect.stringMatching(/^\d{13}$/),
      AWSTraceHeader: MessageSystemAttributes.AWSTraceHeader.StringValue,
    });
  });

  test('shows the attributes that are asked for, by name or by how the name begins', async () => {
    const QueueUrl = await newQueue({ VisibilityTimeout: '0' });
    const of = (StringValue: string) => ({ DataType: 'String', StringValue });
    const MessageAttributes = { 'order.id': of('1'), 'order.kind': of('a'), other: of('x') };
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'x', MessageAttributes }));
    const names = async (...MessageAttributeNames: string[]) =>
      Object.keys((await receiveOne(QueueUrl, { MessageAttributeNames }))?.MessageAttributes ?? {}).sort();
    expect(await names('order.*')).toEqual(['order.id', 'order.kind']);
    expect(await names('other')).toEqual(['other']);
    expect(await names('.*')).toEqual(['order.id', 'order.kind', 'other']);
    expect(await names()).toEqual([]);
  });

  test.each([
    ['a body of more than 1 MiB', { MessageBody: 'x'.repeat(1_048_577) }, 'InvalidParameterValue'],
    ['no body', { MessageBody: '' }, 'MissingParameter'],
    ['a character that XML has not', { MessageBody: 'bell \u0007' }, 'InvalidMessageContents'],
    ['half a character', { MessageBody: '\ud800' }, 'InvalidMessageContents'],
    ['a delay of more than 15 minutes', { MessageBody: 'x', DelaySeconds: 901 }, 'InvalidParameterValue'],
    [
      'an attribute without a value',
      { MessageBody: 'x', MessageAttributes: { a: { DataType: 'String', StringValue: '' } } },
      'InvalidParameterValue',
    ],
    [
      'a number that is none',
      { MessageBody: 'x', MessageAttributes: { a: { DataType: 'Number', StringValue: 'many' } } },
      'InvalidParameterValue',
    ],
    [
      'an attribute of no type',
      { MessageBody: 'x', MessageAttributes: { a: { DataType: 'Text', StringValue: 'x' } } },
      'InvalidParameterValue',
    ],
    [
      'an attribute of AWS',
      { MessageBody: 'x', MessageAttributes: { 'AWS.x': { DataType: 'String', StringValue: 'x' } } },
      'InvalidParameterValue',
    ],
    [
      'eleven attributes',
      {
        MessageBody: 'x',
        MessageAttributes: Object.fromEntries(
          Array.from({ length: 11 }, (_, at) => [`a${at}`, { DataType: 'String', StringValue: 'x' }]),
        ),
      },
      'InvalidParameterValue',
    ],
    ['an id to recognise it by', { MessageBody: 'x', MessageDeduplicationId: 'd' }, 'InvalidParameterValue'],
  ])('with %s is refused', async (_what, message, name) => {
    const QueueUrl = await newQueue();
    await expect(sqs.send(new SendMessageCommand({ QueueUrl, ...message }))).rejects.toMatchObject({ name });
  });

  test('as large as allowed travels', async () => {
    const QueueUrl = await newQueue();
    const MessageBody = '\u0009'.repeat(1_048_576);
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
    expect((await receiveOne(QueueUrl))?.Body).toBe(MessageBody);
  });

  test('may name a group in a standard queue', async () => {
    const QueueUrl = await newQueue();
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'x', MessageGroupId: 'tenant-1' }));
    const message = await receiveOne(QueueUrl, { MessageSystemAttributeNames: ['MessageGroupId'] });
    expect(message?.Attributes).toEqual({ MessageGroupId: 'tenant-1' });
  });
});

describe('a receipt', () => {
  test('hides its message for longer, gives it back, and deletes it', async () => {
    const QueueUrl = await newQueue();
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'x' }));
    const first = await receiveOne(QueueUrl);
    const { ReceiptHandle } = first ?? {};
    await sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 60 }));
    expect(await receiveOne(QueueUrl)).toBeUndefined();
    await sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }));
    const again = await receiveOne(QueueUrl);
    expect(again?.MessageId).toBe(first?.MessageId);
    const late = new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 5 });
    await expect(sqs.send(late)).rejects.toMatchObject({ name: 'InvalidParameterValue' });
    const done = new DeleteMessageCommand({ QueueUrl, ReceiptHandle: again?.ReceiptHandle });
    await sqs.send(done);
    await sqs.send(done);
  });

  test('that is none is refused', async () => {
    const QueueUrl = await newQueue();
    for (const ReceiptHandle of ['nonsense', '+/=', 'x'.repeat(2_000)]) {
      const deleting = sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
      await expect(deleting).rejects.toMatchObject({ name: 'ReceiptHandleIsInvalid' });
    }
  });
});

describe('a batch', () => {
  const entries = (count: number, of: (at: number) => object = () => ({})) =>
    Array.from({ length: count }, (_, at) => ({ Id: `e${at}`, MessageBody: `m${at}`, ...of(at) }));

  test('is sent, received, extended and deleted, each entry for itself', async () => {
    const QueueUrl = await newQueue();
    const Entries = entries(10, (at) => (at === 3 ? { DelaySeconds: 901 } : {}));
    const sent = await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
    expect(sent.Successful).toHaveLength(9);
    expect(sent.Failed).toMatchObject([{ Id: 'e3', SenderFault: true, Code: 'InvalidParameterValue' }]);
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }),
    );
    expect(Messages.map(({ Body }) => Body)).toEqual(sent.Successful?.map(({ Id }) => `m${Id?.slice(1)}`));
    const handles = [...Messages.map(({ ReceiptHandle }) => ReceiptHandle), 'nonsense'];
    const extended = await sqs.send(
      new ChangeMessageVisibilityBatchCommand({
        QueueUrl,
        Entries: handles.map((ReceiptHandle, at) => ({ Id: `${at}`, ReceiptHandle, VisibilityTimeout: 60 })),
      }),
    );
    expect(extended.Successful).toHaveLength(9);
    expect(extended.Failed).toMatchObject([{ Id: '9', Code: 'ReceiptHandleIsInvalid' }]);
    const deleted = await sqs.send(
      new DeleteMessageBatchCommand({
        QueueUrl,
        Entries: handles.map((ReceiptHandle, at) => ({ Id: `${at}`, ReceiptHandle })),
      }),
    );
    expect(deleted.Successful).toHaveLength(9);
    expect(deleted.Failed).toMatchObject([{ Id: '9', Code: 'ReceiptHandleIsInvalid' }]);
  });

  test.each([
    ['without entries', [], 'EmptyBatchRequest'],
    ['of eleven', entries(11), 'TooManyEntriesInBatchRequest'],
    ['with one id twice', entries(2, () => ({ Id: 'same' })), 'BatchEntryIdsNotDistinct'],
    ['with an id that is none', entries(1, () => ({ Id: 'a b' })), 'InvalidBatchEntryId'],
    ['of more than 1 MiB', entries(2, () => ({ MessageBody: 'x'.repeat(600_000) })), 'BatchRequestTooLong'],
  ])('%s is refused as a whole', async (_what, Entries, name) => {
    const QueueUrl = await newQueue();
    await expect(sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }))).rejects.toMatchObject({
      name,
    });
    expect(await receiveOne(QueueUrl)).toBeUndefined();
  });
});

describe('dead letters', () => {
  test('tell where they come from, and go back', async () => {
    const dead = await newQueue();
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: await arnOf(dead), maxReceiveCount: '1' });
    const QueueUrl = await newQueue({ RedrivePolicy, VisibilityTimeout: '0' });
    expect((await sqs.send(new ListDeadLetterSourceQueuesCommand({ QueueUrl: dead }))).queueUrls).toEqual([
      QueueUrl,
    ]);
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'poison' }));
    await receiveOne(QueueUrl);
    expect(await receiveOne(QueueUrl)).toBeUndefined();
    const found = await receiveOne(dead, { AttributeNames: ['All'], VisibilityTimeout: 0 });
    expect(found).toMatchObject({
      Body: 'poison',
      Attributes: { DeadLetterQueueSourceArn: await arnOf(QueueUrl) },
    });
    const SourceArn = await arnOf(dead);
    const { TaskHandle } = await sqs.send(new StartMessageMoveTaskCommand({ SourceArn }));
    expect((await receiveOne(QueueUrl, { WaitTimeSeconds: 5 }))?.Body).toBe('poison');
    const { Results } = await sqs.send(new ListMessageMoveTasksCommand({ SourceArn }));
    expect(Results).toMatchObject([{ Status: 'COMPLETED', ApproximateNumberOfMessagesMoved: 1 }]);
    const cancel = sqs.send(new CancelMessageMoveTaskCommand({ TaskHandle }));
    await expect(cancel).rejects.toMatchObject({ name: 'UnsupportedOperation' });
  });

  test('do not move to the queue in which they are', async () => {
    const dead = await newQueue();
    const SourceArn = await arnOf(dead);
    await newQueue({ RedrivePolicy: JSON.stringify({ deadLetterTargetArn: SourceArn, maxReceiveCount: 1 }) });
    const starting = sqs.send(new StartMessageMoveTaskCommand({ SourceArn, DestinationArn: SourceArn }));
    await expect(starting).rejects.toMatchObject({ name: 'InvalidParameterValue' });
  });

  test('of a queue that is no queue of dead letters do not move', async () => {
    const starting = async (SourceArn: string) =>
      await sqs.send(new StartMessageMoveTaskCommand({ SourceArn }));
    const none = 'arn:aws:sqs:us-east-1:000000000000:none';
    await expect(starting(none)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    const arn = await arnOf(await newQueue());
    await expect(starting(arn)).rejects.toMatchObject({ name: 'InvalidParameterValue' });
  });
});

describe('a FIFO queue', () => {
  const fifo = { FifoQueue: 'true', ContentBasedDeduplication: 'true' };

  test('keeps order within a group and takes the same body once', async () => {
    const QueueUrl = await newQueue(fifo, '.fifo');
    const send = (MessageBody: string) =>
      sqs.send(new SendMessageCommand({ QueueUrl, MessageBody, MessageGroupId: 'g' }));
    const [first, repeated] = [await send('1'), await send('1')];
    await send('2');
    expect(repeated).toMatchObject({ MessageId: first.MessageId, SequenceNumber: first.SequenceNumber });
    const { Messages } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, MessageSystemAttributeNames: ['All'] }),
    );
    expect(Messages?.map(({ Body }) => Body)).toEqual(['1', '2']);
    expect(Messages?.[0]?.Attributes).toMatchObject({
      MessageGroupId: 'g',
      SequenceNumber: first.SequenceNumber,
    });
    expect(await receiveOne(QueueUrl)).toBeUndefined();
  });

  test('refuses a message without a group, with a delay, or that it could not recognise', async () => {
    const QueueUrl = await newQueue({ FifoQueue: 'true' }, '.fifo');
    const send = (more: object) => sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'x', ...more }));
    const none = { name: 'MissingParameter' };
    await expect(send({ MessageDeduplicationId: 'd' })).rejects.toMatchObject(none);
    const wrong = { name: 'InvalidParameterValue' };
    await expect(send({ MessageGroupId: 'g' })).rejects.toMatchObject(wrong);
    const late = { MessageGroupId: 'g', MessageDeduplicationId: 'd', DelaySeconds: 1 };
    await expect(send(late)).rejects.toMatchObject(wrong);
  });
});

test('a purged queue is empty', async () => {
  const QueueUrl = await newQueue();
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'x' }));
  await sqs.send(new PurgeQueueCommand({ QueueUrl }));
  expect(await receiveOne(QueueUrl)).toBeUndefined();
});

test('a receive asks for 1 to 10 messages, waits 20 s and hides 12 h at most', async () => {
  const QueueUrl = await newQueue();
  const wrong = [
    { MaxNumberOfMessages: 0 },
    { MaxNumberOfMessages: 11 },
    { WaitTimeSeconds: 21 },
    { VisibilityTimeout: 43_201 },
  ];
  for (const more of wrong) {
    const receiving = sqs.send(new ReceiveMessageCommand({ QueueUrl, ...more }));
    await expect(receiving).rejects.toMatchObject({ name: 'InvalidParameterValue' });
  }
});

test('a queue that is not there is said to be so, in the codes of both protocols', async () => {
  const QueueUrl = `${home.url}/000000000000/none`;
  const failed = await sqs
    .send(new SendMessageCommand({ QueueUrl, MessageBody: 'x' }))
    .catch((error) => error);
  expect(failed).toMatchObject({ name: 'QueueDoesNotExist', $metadata: { httpStatusCode: 400 } });
  expect(failed.Error?.Code ?? failed.Code).toBe('AWS.SimpleQueueService.NonExistentQueue');
});

import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { handler } from './subscriber.ts';

// Pushes the topic's messages to the subscribed function, as SNS does with a Lambda function. The embedded home
// delivers topics to queues only, so this process holds a queue in between.

const stopping = new AbortController();
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stopping.abort());

const sns = new SNSClient();
const sqs = new SQSClient({ useQueueUrlAsEndpoint: false });

async function subscribe(): Promise<string> {
  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: 'releases' }));
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'releases-to-mirror' }));
  const { Attributes: { QueueArn } = {} } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }),
  );
  await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint: QueueArn }));
  if (!QueueUrl) throw new Error('The queue service answered no queue URL.');
  return QueueUrl;
}

async function pushNext(QueueUrl: string): Promise<void> {
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 10 }),
    { abortSignal: stopping.signal },
  );
  for (const { Body = '', ReceiptHandle } of Messages) {
    await handler({ Records: [{ Sns: JSON.parse(Body) }] });
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
  }
}

const queueUrl = await subscribe();
console.log('ready');
while (!stopping.signal.aborted) {
  await pushNext(queueUrl).catch((error: unknown) => {
    if (!stopping.signal.aborted) throw error;
  });
}

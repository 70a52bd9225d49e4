import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Delivery, invalid, type Message } from '../../adapters/send-message.ts';
import { isQueueMissing, isTopicMissing, refusalOf } from './message-failure.ts';
import { ACCOUNT, type ProtocolAnswer, type QueueServer, REGION } from './queue-server.ts';

const QUEUE_NAME = /^[A-Za-z0-9_-]{1,80}$/;
const TOPIC_NAME = /^[A-Za-z0-9_-]{1,256}$/;
const PAUSES_MS = [50, 200, 800];

/** What takes messages: a queue server, as far as sending needs it. */
type Receiver = Pick<QueueServer, 'url' | 'sqs' | 'sns'>;

/** Sends one message to a queue, which is created when it does not exist. */
export async function sendToQueue(server: Receiver, queueName: string, message: Message): Promise<Delivery> {
  if (!QUEUE_NAME.test(queueName)) {
    return invalid(`Queue name ${queueName}: SQS allows 1 to 80 letters, digits, _ and -`);
  }
  const request = {
    QueueUrl: `${server.url}/${ACCOUNT}/${queueName}`,
    MessageBody: message.body,
    MessageAttributes: message.attributes,
    ...(message.delaySeconds !== undefined && { DelaySeconds: message.delaySeconds }),
  };
  const send = () => server.sqs('SendMessage', request);
  const create = () => server.sqs('CreateQueue', { QueueName: queueName });
  const answer = await patiently(() => orCreated(send, isQueueMissing, create));
  return answer.status === 200 ? sent(JSON.parse(answer.body).MessageId) : refusalOf(answer);
}

/** Publishes one message to a topic, which is created when it does not exist. */
export async function publishToTopic(
  server: Receiver,
  topicName: string,
  message: Message,
): Promise<Delivery> {
  if (!TOPIC_NAME.test(topicName)) {
    return invalid(`Topic name ${topicName}: SNS allows 1 to 256 letters, digits, _ and -`);
  }
  const request = {
    TopicArn: `arn:aws:sns:${REGION}:${ACCOUNT}:${topicName}`,
    Message: message.body,
    ...attributeFields(message),
  };
  const send = () => server.sns('Publish', request);
  const create = () => server.sns('CreateTopic', { Name: topicName });
  const answer = await patiently(() => orCreated(send, isTopicMissing, create));
  if (answer.status !== 200) return refusalOf(answer);
  const [, messageId = ''] = /<MessageId>([^<]*)</.exec(answer.body) ?? [];
  return sent(messageId);
}

type Send = () => Promise<ProtocolAnswer>;

async function orCreated(
  send: Send,
  isMissing: (answer: ProtocolAnswer) => boolean,
  create: Send,
): Promise<ProtocolAnswer> {
  const answer = await send();
  if (!isMissing(answer)) return answer;
  const created = await create();
  return created.status === 200 ? send() : created;
}

/** Tries again what failed through no fault of the message. */
async function patiently(send: Send): Promise<ProtocolAnswer> {
  for (const pause of PAUSES_MS) {
    const answer = await send();
    if (answer.status < 500) return answer;
    await sleep(pause);
  }
  return send();
}

function sent(messageId: string): Delivery {
  return { kind: 'sent', messageId, requestId: randomUUID() };
}

function attributeFields({ attributes }: Message): Record<string, string> {
  const fields: Record<string, string> = {};
  Object.entries(attributes).forEach(([name, { DataType, StringValue }], index) => {
    const entry = `MessageAttributes.entry.${index + 1}`;
    fields[`${entry}.Name`] = name;
    fields[`${entry}.Value.DataType`] = DataType;
    fields[`${entry}.Value.StringValue`] = StringValue;
  });
  return fields;
}

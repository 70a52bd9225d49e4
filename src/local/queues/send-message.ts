import { createHash, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { JsonValue } from '../../common/json.ts';
import type { CallOutcome, QueueCall, TopicCall } from '../../ports/task-targets.ts';
import { invalidMessage, isQueueMissing, isTopicMissing, refusedMessage } from './message-failure.ts';
import { ACCOUNT, type ProtocolAnswer, type QueueServer, REGION } from './queue-server.ts';

/** Longest delay of a message in SQS. */
const MAX_DELAY_SECONDS = 900;
const QUEUE_NAME = /^[A-Za-z0-9_-]{1,80}$/;
const TOPIC_NAME = /^[A-Za-z0-9_-]{1,256}$/;
const PAUSES_MS = [50, 200, 800];

/** What takes messages: a queue server, as far as sending needs it. */
type Receiver = Pick<QueueServer, 'url' | 'sqs' | 'sns'>;

/** Sends a message to a queue, which is created when it does not exist; the priority travels as an attribute. */
export async function sendToQueue(call: QueueCall, server: Receiver): Promise<CallOutcome> {
  const { queueName } = call.target;
  if (!QUEUE_NAME.test(queueName)) {
    return invalidMessage(`Queue name ${queueName}: SQS allows 1 to 80 letters, digits, _ and -`);
  }
  if ((call.delaySeconds ?? 0) > MAX_DELAY_SECONDS) {
    return invalidMessage(
      `DelaySeconds ${call.delaySeconds}: SQS delays by ${MAX_DELAY_SECONDS} seconds at most`,
    );
  }
  const attributes = call.priority === undefined ? {} : { Priority: numberAttribute(call.priority) };
  const message = {
    QueueUrl: `${server.url}/${ACCOUNT}/${queueName}`,
    MessageBody: call.body,
    MessageAttributes: attributes,
    ...(call.delaySeconds !== undefined && { DelaySeconds: call.delaySeconds }),
  };
  const send = () => server.sqs('SendMessage', message);
  const create = () => server.sqs('CreateQueue', { QueueName: queueName });
  const answer = await patiently(() => orCreated(send, isQueueMissing, create));
  if (answer.status !== 200) return refusedMessage(answer);
  return sent(JSON.parse(answer.body).MessageId, call.body);
}

/** Publishes a message to a topic, which is created when it does not exist; the tag travels as an attribute. */
export async function publishToTopic(call: TopicCall, server: Receiver): Promise<CallOutcome> {
  const { topicName } = call.target;
  if (!TOPIC_NAME.test(topicName)) {
    return invalidMessage(`Topic name ${topicName}: SNS allows 1 to 256 letters, digits, _ and -`);
  }
  const message = {
    TopicArn: `arn:aws:sns:${REGION}:${ACCOUNT}:${topicName}`,
    Message: call.body,
    ...attributeFields({ ...call.attributes, ...(call.tag !== undefined && { MessageTag: call.tag }) }),
  };
  const send = () => server.sns('Publish', message);
  const create = () => server.sns('CreateTopic', { Name: topicName });
  const answer = await patiently(() => orCreated(send, isTopicMissing, create));
  if (answer.status !== 200) return refusedMessage(answer);
  const [, messageId = ''] = /<MessageId>([^<]*)</.exec(answer.body) ?? [];
  return sent(messageId, call.body);
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

function sent(messageId: string, body: string): CallOutcome {
  const output = {
    MessageId: messageId,
    MessageBodyMD5: createHash('md5').update(body).digest('hex').toUpperCase(),
    RequestId: randomUUID(),
  };
  return { kind: 'succeeded', output: JSON.stringify(output) };
}

interface Attribute {
  readonly DataType: string;
  readonly StringValue: string;
}

function numberAttribute(value: number): Attribute {
  return { DataType: 'Number', StringValue: String(value) };
}

/** Texts and numbers as they are, arrays as SNS filters them, anything else as JSON text. */
function attributeOf(value: JsonValue): Attribute {
  if (typeof value === 'number') return numberAttribute(value);
  if (typeof value === 'string') return { DataType: 'String', StringValue: value };
  return { DataType: Array.isArray(value) ? 'String.Array' : 'String', StringValue: JSON.stringify(value) };
}

function attributeFields(attributes: Readonly<Record<string, JsonValue>>): Record<string, string> {
  const fields: Record<string, string> = {};
  Object.entries(attributes).forEach(([name, value], index) => {
    const { DataType, StringValue } = attributeOf(value);
    const entry = `MessageAttributes.entry.${index + 1}`;
    fields[`${entry}.Name`] = name;
    fields[`${entry}.Value.DataType`] = DataType;
    fields[`${entry}.Value.StringValue`] = StringValue;
  });
  return fields;
}

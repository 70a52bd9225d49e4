import { createHash } from 'node:crypto';
import { PublishCommand } from '@aws-sdk/client-sns';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import type { JsonValue } from '../../../common/json.ts';
import type { CallOutcome, QueueCall, TopicCall } from '../../../ports/task-targets.ts';
import { AWS_LIMITS } from '../physical-limits.ts';
import { failed, isDenied, serviceError } from './call-failure.ts';
import type { FlowClients } from './flow-clients.ts';
import { type Naming, queuePlace, topicPlace } from './resource-names.ts';

interface Attribute {
  readonly DataType: string;
  readonly StringValue: string;
}

interface Sent {
  readonly MessageId?: string | undefined;
  readonly $metadata: { readonly requestId?: string | undefined };
}

/** Sends a message to a queue; the priority travels as an attribute. */
export async function sendToQueue(
  call: QueueCall,
  clients: FlowClients,
  naming: Naming,
): Promise<CallOutcome> {
  const { body, priority, delaySeconds = 0 } = call;
  if (delaySeconds > AWS_LIMITS.delaySeconds) {
    const cause = `DelaySeconds ${delaySeconds}: SQS delays by ${AWS_LIMITS.delaySeconds} seconds at most`;
    return failed('FnF.InvalidInput', cause);
  }
  const { region, QueueUrl } = queuePlace(call.target, naming);
  const command = new SendMessageCommand({
    QueueUrl,
    MessageBody: body,
    ...(delaySeconds > 0 && { DelaySeconds: delaySeconds }),
    ...(priority !== undefined && { MessageAttributes: { Priority: attributeOf(priority) } }),
  });
  return outcomeOf(() => clients.for(call.caller, region).sqs.send(command), body, QueueUrl);
}

/** Publishes a message to a topic; the tag travels as an attribute. */
export async function publishToTopic(
  call: TopicCall,
  clients: FlowClients,
  naming: Naming,
): Promise<CallOutcome> {
  const { body, tag, attributes } = call;
  const { region, TopicArn } = topicPlace(call.target, naming);
  const values = Object.entries({ ...attributes, ...(tag !== undefined && { MessageTag: tag }) });
  const command = new PublishCommand({
    TopicArn,
    Message: body,
    MessageAttributes: Object.fromEntries(values.map(([name, value]) => [name, attributeOf(value)])),
  });
  return outcomeOf(() => clients.for(call.caller, region).sns.send(command), body, TopicArn);
}

async function outcomeOf(send: () => Promise<Sent>, body: string, target: string): Promise<CallOutcome> {
  try {
    const { MessageId, $metadata } = await send();
    const MessageBodyMD5 = createHash('md5').update(body).digest('hex').toUpperCase();
    const output = JSON.stringify({ MessageId, MessageBodyMD5, RequestId: $metadata.requestId });
    return { kind: 'succeeded', output };
  } catch (error) {
    return refusedMessage(error, target);
  }
}

/** What is the message's or the flow's fault has a name of FnF; the rest is that of the service. */
function refusedMessage(thrown: unknown, target: string): CallOutcome {
  const error = serviceError(thrown);
  const { name, message, status } = error;
  if (/NonExistentQueue|QueueDoesNotExist|^NotFound/.test(name)) {
    return failed('FnF.ResourceNotFound', `${target} does not exist: ${message}`);
  }
  if (isDenied(error)) return failed('FnF.PermissionDenied', `${target}: ${message}`);
  if (status === undefined || status >= 500 || /Throttl/.test(name)) {
    return failed('mns.InternalError', `${target}: ${message}`);
  }
  return failed('FnF.InvalidInput', message);
}

/** Texts and numbers as they are, arrays as SNS filters them, anything else as JSON text. */
function attributeOf(value: JsonValue): Attribute {
  if (typeof value === 'number') return { DataType: 'Number', StringValue: String(value) };
  if (typeof value === 'string') return { DataType: 'String', StringValue: value };
  return { DataType: Array.isArray(value) ? 'String.Array' : 'String', StringValue: JSON.stringify(value) };
}

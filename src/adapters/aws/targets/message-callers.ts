import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { QueueCall, TopicCall } from '../../../ports/task-targets.ts';
import { type Delivery, sendMessage } from '../../send-message.ts';
import { type AwsCaller, BRIEF } from './aws-caller.ts';
import { isDenied, serviceError } from './call-failure.ts';
import { queuePlace, topicPlace } from './resource-names.ts';
import type { Published, TopicClient } from './topic-client.ts';

/** Sends messages to queues of SQS. */
export const queueCaller: AwsCaller<QueueCall, SQSClient> = {
  createClient: (settings) =>
    new SQSClient({ ...settings, useQueueUrlAsEndpoint: false, requestHandler: BRIEF }),
  call: (call, { naming, clientIn }) =>
    sendMessage(call, ({ body, delaySeconds, attributes }) => {
      const { region, QueueUrl } = queuePlace(call.target, naming);
      const command = new SendMessageCommand({
        QueueUrl,
        MessageBody: body,
        MessageAttributes: attributes,
        ...(delaySeconds !== undefined && { DelaySeconds: delaySeconds }),
      });
      return deliveryOf(() => clientIn(region).send(command), QueueUrl);
    }),
};

/** Publishes messages to topics of SNS, by a client that is opened when it is first needed. */
export const topicCaller: AwsCaller<TopicCall, () => Promise<TopicClient>> = {
  createClient(settings) {
    let client: Promise<TopicClient> | undefined;
    const open = async () => new (await import('./topic-client.ts')).TopicClient(settings);
    return () => (client ??= open());
  },
  call: (call, { naming, clientIn }) =>
    sendMessage(call, ({ body, attributes }) => {
      const { region, TopicArn } = topicPlace(call.target, naming);
      const publish = async () => {
        const client = await clientIn(region)();
        return client.publish({ TopicArn, Message: body, MessageAttributes: attributes });
      };
      return deliveryOf(publish, TopicArn);
    }),
};

async function deliveryOf(send: () => Promise<Published>, target: string): Promise<Delivery> {
  try {
    const { MessageId = '', $metadata } = await send();
    return { kind: 'sent', messageId: MessageId, requestId: $metadata.requestId ?? '' };
  } catch (error) {
    return refusalOf(error, target);
  }
}

/** The kind of refusal. The service is at fault where it did not respond, failed, or was overloaded. */
function refusalOf(thrown: unknown, target: string): Delivery {
  const error = serviceError(thrown);
  const { name, message, status } = error;
  if (/NonExistentQueue|QueueDoesNotExist|^NotFound/.test(name)) {
    return { kind: 'missing', cause: `${target} does not exist: ${message}` };
  }
  if (isDenied(error)) return { kind: 'denied', cause: `${target}: ${message}` };
  const isFault = status === undefined || status >= 500 || /Throttl/.test(name);
  return isFault ? { kind: 'fault', cause: `${target}: ${message}` } : { kind: 'invalid', cause: message };
}

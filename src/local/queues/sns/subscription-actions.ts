import type { JsonObject } from '../../../common/json.ts';
import { ACCOUNT, queueNameOfArn } from '../../../queues/names.ts';
import { parseFunctionArn } from '../../../queues/topics/push-queue.ts';
import { invalidParameter } from '../../../queues/topics/topic-error.ts';
import {
  subscriptionArn,
  subscriptionIdOfArn,
  topicArn,
  topicNameOfArn,
} from '../../../queues/topics/topic-names.ts';
import type { Subscription, SubscriptionProtocol } from '../../../queues/topics/topic-store.ts';
import { page } from './page.ts';
import { optionalText, text, textMap } from './parameters.ts';
import type { SnsAction } from './sns-action.ts';

export const subscribe: SnsAction = async (parameters, { topics }) => {
  const topic = topicNameOfArn(text(parameters, 'TopicArn'));
  const endpoint = text(parameters, 'Endpoint');
  const protocol = protocolOf(text(parameters, 'Protocol'), endpoint);
  const attributes = textMap(parameters, 'Attributes');
  const needsConfirmation = protocol === 'http' || protocol === 'https';
  const made = await topics.subscribe({ topic, protocol, endpoint, attributes, needsConfirmation });
  const showsArn = made.token === undefined || optionalText(parameters, 'ReturnSubscriptionArn') === 'true';
  return { SubscriptionArn: showsArn ? subscriptionArn(made) : 'pending confirmation' };
};

export const confirmSubscription: SnsAction = async (parameters, { topics }) => {
  const topic = topicNameOfArn(text(parameters, 'TopicArn'));
  return { SubscriptionArn: subscriptionArn(await topics.confirm(topic, text(parameters, 'Token'))) };
};

export const unsubscribe: SnsAction = async (parameters, { topics }) => {
  await topics.unsubscribe(subscriptionIdOfArn(text(parameters, 'SubscriptionArn')));
  return {};
};

export const listSubscriptions: SnsAction = async (parameters, { topics }) => {
  const list = (after: string, limit: number) => topics.listSubscriptions(undefined, after, limit);
  const { items, more } = await page(parameters, list, ({ id }) => id);
  return { Subscriptions: items.map(listed), ...more };
};

export const listSubscriptionsByTopic: SnsAction = async (parameters, { topics }) => {
  const topic = topicNameOfArn(text(parameters, 'TopicArn'));
  const list = (after: string, limit: number) => topics.listSubscriptions(topic, after, limit);
  const { items, more } = await page(parameters, list, ({ id }) => id);
  return { Subscriptions: items.map(listed), ...more };
};

export const getSubscriptionAttributes: SnsAction = async (parameters, { topics }) => {
  const found = await topics.describeSubscription(subscriptionIdOfArn(text(parameters, 'SubscriptionArn')));
  const Attributes = {
    RawMessageDelivery: 'false',
    ...(found.attributes['FilterPolicy'] !== undefined && { FilterPolicyScope: 'MessageAttributes' }),
    ...found.attributes,
    SubscriptionArn: subscriptionArn(found),
    TopicArn: topicArn(found.topic),
    Owner: ACCOUNT,
    Protocol: found.protocol,
    Endpoint: found.endpoint,
    PendingConfirmation: String(found.token !== undefined),
    ConfirmationWasAuthenticated: 'true',
    SubscriptionPrincipal: `arn:aws:iam::${ACCOUNT}:root`,
  };
  return { Attributes };
};

export const setSubscriptionAttributes: SnsAction = async (parameters, { topics }) => {
  const id = subscriptionIdOfArn(text(parameters, 'SubscriptionArn'));
  const value = optionalText(parameters, 'AttributeValue') ?? '';
  await topics.setSubscriptionAttributes(id, { [text(parameters, 'AttributeName')]: value });
  return {};
};

function protocolOf(protocol: string, endpoint: string): SubscriptionProtocol {
  const refuse = (reason: string) => invalidParameter('Endpoint', reason);
  switch (protocol) {
    case 'sqs':
      if (queueNameOfArn(endpoint) === undefined) throw refuse('sqs takes the ARN of a queue');
      return protocol;
    case 'lambda':
      if (parseFunctionArn(endpoint) === undefined) {
        throw refuse('lambda takes arn:aws:lambda:…:function:<service>-<function>[:<qualifier>]');
      }
      return protocol;
    case 'http':
    case 'https':
      if (!URL.canParse(endpoint) || new URL(endpoint).protocol !== `${protocol}:`) {
        throw refuse(`${protocol} takes a URL that begins with ${protocol}://`);
      }
      return protocol;
    default:
      throw invalidParameter(
        'Protocol',
        `Topics deliver to queues (sqs), functions (lambda, arn:aws:lambda:…:function:<service>-<function>) and endpoints (http, https) here, not to ${protocol.slice(0, 50)}`,
      );
  }
}

function listed(subscription: Subscription): JsonObject {
  const { topic, protocol, endpoint, token } = subscription;
  return {
    SubscriptionArn: token === undefined ? subscriptionArn(subscription) : 'PendingConfirmation',
    Owner: ACCOUNT,
    Protocol: protocol,
    Endpoint: endpoint,
    TopicArn: topicArn(topic),
  };
}

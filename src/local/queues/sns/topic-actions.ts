import { ACCOUNT } from '../../../queues/names.ts';
import { DEFAULT_RETRY_POLICY, parseDeliveryPolicy } from '../../../queues/topics/delivery-policy.ts';
import { isFifoTopic, topicArn, topicNameOfArn } from '../../../queues/topics/topic-names.ts';
import { page } from './page.ts';
import { optionalText, text, textMap } from './parameters.ts';
import type { SnsAction } from './sns-action.ts';

export const createTopic: SnsAction = async (parameters, { topics }) => {
  const name = text(parameters, 'Name');
  await topics.createTopic(name, textMap(parameters, 'Attributes'), textMap(parameters, 'Tags'));
  return { TopicArn: topicArn(name) };
};

export const deleteTopic: SnsAction = async (parameters, { topics }) => {
  await topics.deleteTopic(topicNameOfArn(text(parameters, 'TopicArn')));
  return {};
};

export const listTopics: SnsAction = async (parameters, { topics }) => {
  const list = (after: string, limit: number) => topics.listTopics('', after, limit);
  const { items, more } = await page(parameters, list, ({ name }) => name);
  return { Topics: items.map(({ name }) => ({ TopicArn: topicArn(name) })), ...more };
};

export const getTopicAttributes: SnsAction = async (parameters, { topics }) => {
  const topic = await topics.describeTopic(topicNameOfArn(text(parameters, 'TopicArn')));
  const subscriptions = await topics.listSubscriptions(topic.name, '', Number.MAX_SAFE_INTEGER);
  const pending = subscriptions.filter(({ token }) => token !== undefined).length;
  const policy = topic.attributes['DeliveryPolicy'];
  const retries = policy === undefined ? DEFAULT_RETRY_POLICY : parseDeliveryPolicy(policy);
  const Attributes = {
    DisplayName: '',
    Policy: '{}',
    ...topic.attributes,
    ...(isFifoTopic(topic.name) && {
      ContentBasedDeduplication: 'false',
      ...topic.attributes,
      FifoTopic: 'true',
    }),
    TopicArn: topicArn(topic.name),
    Owner: ACCOUNT,
    SubscriptionsConfirmed: String(subscriptions.length - pending),
    SubscriptionsPending: String(pending),
    SubscriptionsDeleted: '0',
    EffectiveDeliveryPolicy: JSON.stringify({ http: { defaultHealthyRetryPolicy: retries } }),
  };
  return { Attributes };
};

export const setTopicAttributes: SnsAction = async (parameters, { topics }) => {
  const name = topicNameOfArn(text(parameters, 'TopicArn'));
  const value = optionalText(parameters, 'AttributeValue') ?? '';
  await topics.setTopicAttributes(name, { [text(parameters, 'AttributeName')]: value });
  return {};
};

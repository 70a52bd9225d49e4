import type { JsonObject } from '../common/json.ts';
import { loadOf } from './carrier.ts';
import { topicMessage } from './message.ts';
import { objectParam, textParam } from './param-rule.ts';
import type { TargetKind } from './target-kind.ts';

/** A topic. */
export interface TopicTarget {
  readonly kind: 'topic';
  /** The text of the definition. */
  readonly resourceArn: string;
  readonly topicName: string;
}

/** One message for a topic; values are checked. */
export interface TopicRequest {
  readonly kind: 'topic';
  readonly target: TopicTarget;
  readonly body: string;
  readonly tag?: string;
  readonly attributes?: JsonObject;
}

/** Topics of Message Service and SNS. */
export const topics: TargetKind<TopicTarget, TopicRequest> = {
  noun: 'a topic',
  attribute: 'resourceArn',
  forms: [
    {
      shape: 'acs:mns:{region}:{account}:/topics/{topic}/messages',
      pattern: /^acs:mns:[^:]*:[^:]*:\/topics\/(?<name>[\w-]+)\/messages$/,
      read: (resourceArn, { name = '' }) => ({ kind: 'topic', resourceArn, topicName: name }),
    },
    {
      shape: 'arn:aws:sns:{region}:{account}:{topic}',
      pattern: /^arn:aws[\w-]*:sns:[^:]*:[^:]*:(?<name>[\w-]+)$/,
      read: (resourceArn, { name = '' }) => ({ kind: 'topic', resourceArn, topicName: name }),
    },
  ],
  patterns: ['requestResponse', 'waitForCallback'],
  params: {
    MessageBody: { takes: 'anything', isRequired: true },
    MessageTag: { takes: 'text' },
    MessageAttributes: { takes: 'objectOrText' },
  },
  icon: 'topic',
  name: ({ topicName }) => topicName,
  label: ({ topicName }) => `topic ${topicName}`,
  request: (target, { params }) => {
    const body = textParam(params, 'MessageBody');
    const tag = textParam(params, 'MessageTag');
    const attributes = objectParam(params, 'MessageAttributes');
    if (body === undefined) return 'MessageBody is missing: its path leads nowhere in the input of the step';
    if (typeof attributes === 'string') return attributes;
    return {
      kind: 'topic',
      target,
      body,
      ...(tag !== undefined && { tag }),
      ...(attributes !== undefined && { attributes }),
    };
  },
  load: (request) => loadOf(topicMessage(request)),
  aws: { action: 'sns:Publish', service: 'sns', prefix: '' },
};

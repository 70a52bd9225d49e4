import { TopicError } from '../../../queues/topics/topic-error.ts';
import { topicNameOfArn } from '../../../queues/topics/topic-names.ts';
import { text, textMap, texts } from './parameters.ts';
import type { SnsAction } from './sns-action.ts';

export const tagResource: SnsAction = async (parameters, { topics }) => {
  await orNotFound(topics.setTopicTags(resource(parameters), textMap(parameters, 'Tags'), []));
  return {};
};

export const untagResource: SnsAction = async (parameters, { topics }) => {
  await orNotFound(topics.setTopicTags(resource(parameters), {}, texts(parameters, 'TagKeys')));
  return {};
};

export const listTagsForResource: SnsAction = async (parameters, { topics }) => {
  const { tags } = await orNotFound(topics.describeTopic(resource(parameters)));
  return { Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) };
};

function resource(parameters: Parameters<SnsAction>[0]): string {
  return topicNameOfArn(text(parameters, 'ResourceArn'));
}

/** These actions have a code of their own for a topic that is not there. */
async function orNotFound<T>(done: Promise<T>): Promise<T> {
  try {
    return await done;
  } catch (error) {
    if (error instanceof TopicError && error.code === 'NotFound') {
      throw new TopicError('ResourceNotFound', 'Resource does not exist');
    }
    throw error;
  }
}

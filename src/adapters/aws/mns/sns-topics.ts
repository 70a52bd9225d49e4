import { GetTopicAttributesCommand, PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { MnsTopics } from '../../../mns/services.ts';
import type { NewNotice, Published, Settled, Topic } from '../../../queues/topics/topic-store.ts';
import type { Naming } from '../targets/resource-names.ts';
import { refusalOf, refuse } from './refusals.ts';
import { topicArnOf } from './resources.ts';
import { textAttributes } from './text-attributes.ts';

/** Topics of SNS behind the original's protocol, as far as a publisher needs them. */
export class SnsTopics implements MnsTopics {
  readonly createTopic = refuse;
  readonly deleteTopic = refuse;
  readonly listSubscriptions = refuse;
  readonly listTopics = refuse;
  readonly setSubscriptionAttributes = refuse;
  readonly setTopicAttributes = refuse;
  readonly subscribe = refuse;
  readonly unsubscribe = refuse;
  readonly #client: SNSClient;
  readonly #naming: Naming;

  constructor(client: SNSClient, naming: Naming) {
    this.#client = client;
    this.#naming = naming;
  }

  /** SNS does not return the times at which a topic was created or changed. */
  async describeTopic(name: string): Promise<Topic> {
    const command = new GetTopicAttributesCommand({ TopicArn: topicArnOf(name, this.#naming) });
    try {
      const { Attributes: { MaximumMessageSize } = {} } = await this.#client.send(command);
      const attributes = MaximumMessageSize === undefined ? {} : { MaximumMessageSize };
      return { name, createdAt: 0, modifiedAt: 0, attributes, tags: {} };
    } catch (error) {
      throw refusalOf(error);
    }
  }

  async publish(topic: string, notices: readonly NewNotice[]): Promise<readonly Settled<Published>[]> {
    return Promise.all(notices.map((notice) => this.#publish(topic, notice)));
  }

  async #publish(topic: string, { message, attributes }: NewNotice): Promise<Settled<Published>> {
    const command = new PublishCommand({
      TopicArn: topicArnOf(topic, this.#naming),
      Message: message,
      MessageAttributes: textAttributes(attributes),
    });
    try {
      const { MessageId: messageId = '' } = await this.#client.send(command);
      return { value: { messageId } };
    } catch (error) {
      throw refusalOf(error);
    }
  }
}

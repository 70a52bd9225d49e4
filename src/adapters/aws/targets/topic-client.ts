import {
  PublishCommand,
  type PublishCommandInput,
  SNSClient,
  type SNSClientConfig,
} from '@aws-sdk/client-sns';
import { BRIEF } from './aws-caller.ts';

/** The response of SNS to a message that it took. */
export interface Published {
  readonly MessageId?: string | undefined;
  readonly $metadata: { readonly requestId?: string | undefined };
}

/** Publishes to topics of SNS. Drivers load this file when a flow first does so (`build/bundle.ts`): most never do. */
export class TopicClient {
  readonly #client: SNSClient;

  constructor(settings: SNSClientConfig) {
    this.#client = new SNSClient({ ...settings, requestHandler: BRIEF });
  }

  publish(message: PublishCommandInput): Promise<Published> {
    return this.#client.send(new PublishCommand(message));
  }
}

import type { ReceivedMessage } from '../../../queues/message.ts';
import type { Subscription } from '../../../queues/topics/topic-store.ts';

/** The outcome of a call of a subscriber. */
export type PushOutcome =
  | 'delivered'
  | {
      readonly failure: string;
      /** True when it is pointless to call again. */
      readonly isFinal: boolean;
    };

/** Calls subscribers of one kind. */
export interface PushTarget {
  /** Calls a subscriber with a message. Never rejects because of the content of the message. */
  push(subscription: Subscription, message: ReceivedMessage): Promise<PushOutcome>;
  /** Seconds after which a subscriber is called again that has failed so often; undefined when the message is given up. */
  pauseAfter(failures: number, subscription: Subscription): number | undefined;
}

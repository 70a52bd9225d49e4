import type { ReceivedMessage } from '../../../queues/message.ts';
import type { Subscription } from '../../../queues/topics/topic-store.ts';

/** How a call of a subscriber ended. */
export type PushOutcome =
  | 'delivered'
  | {
      readonly failure: string;
      /** True when it is pointless to call again. */
      readonly isFinal: boolean;
    };

/** Calls subscribers of one kind. */
export interface PushTarget {
  /** Calls a subscriber with a message, whatever the message holds. Never rejects for what is in it. */
  push(subscription: Subscription, message: ReceivedMessage): Promise<PushOutcome>;
  /** Seconds after which a subscriber is called again that has failed so often; undefined when the message is given up. */
  pauseAfter(failures: number, subscription: Subscription): number | undefined;
}

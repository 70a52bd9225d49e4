import type { Agent } from 'node:https';
import type { ReceivedMessage } from '../../../queues/message.ts';
import { pauseAfter } from '../../../queues/topics/delivery-policy.ts';
import type { Subscription } from '../../../queues/topics/topic-store.ts';
import type { Signer } from '../../signing/signer.ts';
import { mnsPost } from './mns-post.ts';
import { type Post, post } from './post.ts';
import type { PushOutcome, PushTarget } from './push-outcome.ts';
import { snsPost } from './sns-post.ts';

/** Addresses that stand in pushed messages. */
export interface PushAddresses {
  /** Address of queues and topics. */
  readonly queues: string;
  /** Address of the original's protocol; absent when it is not served. */
  readonly mns?: string;
}

/** Calls endpoints that subscribe over HTTP, as SNS or the original would. */
export class HttpTarget implements PushTarget {
  readonly #signer: Signer;
  readonly #addresses: () => PushAddresses;
  readonly #overTls: Agent | undefined;

  /** `overTls` knows which certificates of endpoints to trust; by default those that Node.js trusts. */
  constructor(signer: Signer, addresses: () => PushAddresses, overTls?: Agent) {
    this.#signer = signer;
    this.#addresses = addresses;
    this.#overTls = overTls;
  }

  async push(subscription: Subscription, message: ReceivedMessage): Promise<PushOutcome> {
    try {
      return outcomeOf(await post(await this.#postOf(subscription, message), this.#overTls));
    } catch (error) {
      return { failure: error instanceof Error ? error.message : String(error), isFinal: false };
    }
  }

  pauseAfter(failures: number, subscription: Subscription): number | undefined {
    return pauseAfter(failures, subscription);
  }

  #postOf(subscription: Subscription, message: ReceivedMessage): Promise<Post> {
    const { queues, mns } = this.#addresses();
    return subscription.protocol === 'mns'
      ? mnsPost(subscription, message, this.#signer, mns ?? queues)
      : snsPost(subscription, message, this.#signer, queues);
  }
}

/** An endpoint that refuses a message will refuse it again, unless it has too much to do. */
function outcomeOf(status: number): PushOutcome {
  if (status >= 200 && status < 300) return 'delivered';
  return {
    failure: `the endpoint answered ${status}`,
    isFinal: status >= 400 && status < 500 && status !== 429,
  };
}

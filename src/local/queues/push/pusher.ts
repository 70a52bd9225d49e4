import { setTimeout as sleep } from 'node:timers/promises';
import type { NewMessage, ReceivedMessage } from '../../../queues/message.ts';
import { QueueError } from '../../../queues/queue-error.ts';
import type { QueueStore } from '../../../queues/queue-store.ts';
import { isPushed, pushQueueOf, SUBSCRIPTION_ATTRIBUTE } from '../../../queues/topics/push-queue.ts';
import { deadLettersOfSubscription } from '../../../queues/topics/topic-attributes.ts';
import { TopicError } from '../../../queues/topics/topic-error.ts';
import type { Subscription, TopicStore } from '../../../queues/topics/topic-store.ts';
import type { PushOutcome, PushTarget } from './push-outcome.ts';

/** The stores from which messages are pushed, and their targets. */
export interface PusherParts {
  readonly queues: QueueStore;
  readonly topics: TopicStore;
  readonly functions: PushTarget;
  readonly endpoints: PushTarget;
  /** Takes a line for the operator about a message that is given up. */
  readonly warn: (line: string) => void;
}

const VISIBILITY_SECONDS = 30;
const EXTEND_MS = 10_000;
/** Messages of one queue that are being delivered at a time. */
const AT_ONCE = 100;
const BATCH = 10;
const LONG_WAIT_SECONDS = 86_400;
const LONGEST_PAUSE_MS = 30_000;

/**
 * Calls functions and endpoints with the messages of the topics that they subscribe to.
 *
 *   topic ── fan-out ──▶ queue `fdl-push--…` ── receive ──▶ function or endpoint ── delete, or hide until the next try
 *
 * The queue keeps messages over a restart, and counts how often each was tried.
 */
export class Pusher {
  readonly #parts: PusherParts;
  readonly #polled = new Set<string>();
  readonly #stopping = new AbortController();
  #isStarted = false;

  constructor(parts: PusherParts) {
    this.#parts = parts;
  }

  /** Delivers the messages that are there, and from now on every new one. */
  async start(): Promise<void> {
    this.#isStarted = true;
    await this.#pollAll();
  }

  /** Delivers nothing more. */
  stop(): void {
    this.#stopping.abort();
  }

  /** Begins with queues of subscriptions that are new. */
  onSubscriptionsChanged(): void {
    if (this.#isStarted) void this.#pollAll().catch((error) => this.#parts.warn(`subscriptions: ${error}`));
  }

  async #pollAll(): Promise<void> {
    for (const subscription of await this.#pushed()) this.#poll(pushQueueOf(subscription));
  }

  /** Subscriptions of subscribers that are called. */
  async #pushed(): Promise<readonly Subscription[]> {
    const all = await this.#parts.topics.listSubscriptions(undefined, '', Number.MAX_SAFE_INTEGER);
    return all.filter(isPushed);
  }

  #poll(queueName: string): void {
    if (this.#polled.has(queueName)) return;
    this.#polled.add(queueName);
    void this.#deliverAll(queueName).finally(() => this.#polled.delete(queueName));
  }

  /** Goes on until the queue is gone or this is stopped. Never rejects. */
  async #deliverAll(queueName: string): Promise<void> {
    const { signal } = this.#stopping;
    const underWay = new Set<Promise<void>>();
    let pauseMs = 0;
    while (!signal.aborted) {
      try {
        const request = {
          max: BATCH,
          waitSeconds: LONG_WAIT_SECONDS,
          visibilitySeconds: VISIBILITY_SECONDS,
          signal,
        };
        for (const message of await this.#parts.queues.receive(queueName, request)) {
          const delivery = this.#deliver(queueName, message).finally(() => underWay.delete(delivery));
          underWay.add(delivery);
        }
        pauseMs = 0;
        if (underWay.size > AT_ONCE - BATCH) await Promise.race(underWay);
      } catch (error) {
        if (error instanceof QueueError && error.code === 'QueueDoesNotExist') return;
        pauseMs = Math.min(Math.max(pauseMs * 2, 1_000), LONGEST_PAUSE_MS);
        this.#parts.warn(`${queueName}: messages cannot be received: ${error}`);
        await sleep(pauseMs, undefined, { signal, ref: false }).catch(() => {});
      }
    }
  }

  /** After an error here the message stays in its queue and comes again. */
  async #deliver(queueName: string, message: ReceivedMessage): Promise<void> {
    const extending = setInterval(() => void this.#hide(queueName, message, VISIBILITY_SECONDS), EXTEND_MS);
    try {
      const subscription = await this.#subscriptionOf(queueName, message);
      const outcome = subscription === undefined ? 'delivered' : await this.#call(subscription, message);
      if (this.#stopping.signal.aborted) return;
      await this.#settle(queueName, message, subscription, outcome);
    } catch (error) {
      this.#parts.warn(`${queueName}: a message could not be delivered: ${error}`);
    } finally {
      clearInterval(extending);
    }
  }

  /** The subscription of a message. A message that a client sent to the queue itself is for any subscription of this queue. */
  async #subscriptionOf(
    queueName: string,
    { attributes }: ReceivedMessage,
  ): Promise<Subscription | undefined> {
    const id = attributes[SUBSCRIPTION_ATTRIBUTE]?.StringValue;
    const named = id === undefined ? undefined : await this.#find(id);
    if (named !== undefined && pushQueueOf(named) === queueName) return named;
    return (await this.#pushed()).find((each) => pushQueueOf(each) === queueName);
  }

  async #find(id: string): Promise<Subscription | undefined> {
    try {
      return await this.#parts.topics.describeSubscription(id);
    } catch (error) {
      if (error instanceof TopicError) return undefined;
      throw error;
    }
  }

  #call(subscription: Subscription, message: ReceivedMessage): Promise<PushOutcome> {
    return this.#targetOf(subscription).push(subscription, message);
  }

  #targetOf({ protocol }: Subscription): PushTarget {
    return protocol === 'lambda' ? this.#parts.functions : this.#parts.endpoints;
  }

  async #settle(
    queueName: string,
    message: ReceivedMessage,
    subscription: Subscription | undefined,
    outcome: PushOutcome,
  ): Promise<void> {
    if (outcome !== 'delivered' && subscription !== undefined) {
      const pause = this.#targetOf(subscription).pauseAfter(message.receives, subscription);
      if (!outcome.isFinal && pause !== undefined) return await this.#hide(queueName, message, pause);
      await this.#giveUp(queueName, message, subscription, outcome.failure);
    }
    await this.#parts.queues.delete(queueName, [message.receiptHandle]);
  }

  async #giveUp(
    queueName: string,
    message: ReceivedMessage,
    subscription: Subscription,
    failure: string,
  ): Promise<void> {
    this.#parts.warn(`${queueName}: a message was given up: ${failure}`);
    const deadLetters = deadLettersOfSubscription(subscription.attributes);
    if (deadLetters === undefined) return;
    const attributes = { ErrorMessage: { DataType: 'String', StringValue: printable(failure) } };
    const problem = await this.#sendTo(deadLetters, { body: message.body, attributes });
    if (problem !== undefined) this.#parts.warn(`${deadLetters}: ${problem}`);
  }

  /** @returns why the queue does not take a message; undefined when it has. */
  async #sendTo(queueName: string, message: NewMessage): Promise<string | undefined> {
    try {
      const [sent] = await this.#parts.queues.send(queueName, [message]);
      return sent !== undefined && 'error' in sent ? sent.error.message : undefined;
    } catch (error) {
      if (error instanceof QueueError) return error.message;
      throw error;
    }
  }

  /** A message that cannot be hidden comes again sooner. */
  async #hide(
    queueName: string,
    { receiptHandle }: ReceivedMessage,
    visibilitySeconds: number,
  ): Promise<void> {
    try {
      await this.#parts.queues.changeVisibility(queueName, [{ receiptHandle, visibilitySeconds }]);
    } catch (error) {
      this.#parts.warn(`${queueName}: a message could not be hidden: ${error}`);
    }
  }
}

const LONGEST_FAILURE = 1_000;

/** A failure as the value of an attribute, with any characters. */
function printable(failure: string): string {
  return failure.replace(/[^\x20-\x7e]/g, '?').slice(0, LONGEST_FAILURE) || 'unknown';
}

import { isJsonObject, type JsonObject, type JsonValue } from '../../common/json.ts';
import { invalidParameter } from './topic-error.ts';
import type { Subscription } from './topic-store.ts';

/** Number of repeated calls of an endpoint and the pauses between them, in the words of SNS. */
export interface RetryPolicy {
  readonly minDelayTarget: number;
  readonly maxDelayTarget: number;
  readonly numRetries: number;
  readonly numNoDelayRetries: number;
  readonly numMinDelayRetries: number;
  readonly numMaxDelayRetries: number;
  readonly backoffFunction: 'linear' | 'arithmetic' | 'geometric' | 'exponential';
}

/** That of SNS for endpoints that have none of their own. */
export const DEFAULT_RETRY_POLICY: RetryPolicy = {
  minDelayTarget: 20,
  maxDelayTarget: 20,
  numRetries: 3,
  numNoDelayRetries: 0,
  numMinDelayRetries: 0,
  numMaxDelayRetries: 0,
  backoffFunction: 'linear',
};

const LONGEST_DELAY_SECONDS = 3_600;
const MOST_RETRIES = 100;
const BACKOFFS = ['linear', 'arithmetic', 'geometric', 'exponential'] as const;

/** Retries of the original's two strategies: `BACKOFF_RETRY` and `EXPONENTIAL_DECAY_RETRY`. */
const BACKOFF_RETRIES = 3;
const BACKOFF_SECONDS = 15;
const DECAY_RETRIES = 176;
const LONGEST_DECAY_SECONDS = 512;

/** Reads the attribute `DeliveryPolicy` of a subscription or a topic. @throws TopicError when it is none. */
export function parseDeliveryPolicy(text: string): RetryPolicy {
  const policy = healthyPolicyOf(text);
  const number = (name: keyof RetryPolicy, most: number): number => {
    const value = policy[name] ?? DEFAULT_RETRY_POLICY[name];
    if (typeof value !== 'number' || value < 0 || value > most) {
      throw invalidParameter(
        'DeliveryPolicy',
        `healthyRetryPolicy.${name} must be a number from 0 to ${most}`,
      );
    }
    return value;
  };
  const backoff = policy['backoffFunction'] ?? 'linear';
  const backoffFunction = BACKOFFS.find((known) => known === backoff);
  if (backoffFunction === undefined) {
    throw invalidParameter(
      'DeliveryPolicy',
      `healthyRetryPolicy.backoffFunction must be one of ${BACKOFFS.join(', ')}`,
    );
  }
  return {
    minDelayTarget: number('minDelayTarget', LONGEST_DELAY_SECONDS),
    maxDelayTarget: number('maxDelayTarget', LONGEST_DELAY_SECONDS),
    numRetries: number('numRetries', MOST_RETRIES),
    numNoDelayRetries: number('numNoDelayRetries', MOST_RETRIES),
    numMinDelayRetries: number('numMinDelayRetries', MOST_RETRIES),
    numMaxDelayRetries: number('numMaxDelayRetries', MOST_RETRIES),
    backoffFunction,
  };
}

/** Seconds after which a call is made again that has failed so often (1 for the first time); undefined when it is given up. */
export function pauseAfter(failures: number, subscription: Subscription): number | undefined {
  const { protocol, attributes } = subscription;
  if (protocol === 'mns') return pauseOfOriginal(failures, attributes['NotifyStrategy']);
  const own = attributes['DeliveryPolicy'];
  return pauseOfPolicy(failures, own === undefined ? DEFAULT_RETRY_POLICY : parseDeliveryPolicy(own));
}

function pauseOfPolicy(failures: number, policy: RetryPolicy): number | undefined {
  const { minDelayTarget: min, maxDelayTarget: max, numRetries, numNoDelayRetries } = policy;
  if (failures > numRetries) return undefined;
  if (failures <= numNoDelayRetries) return 0;
  if (failures <= numNoDelayRetries + policy.numMinDelayRetries) return min;
  if (failures > numRetries - policy.numMaxDelayRetries) return max;
  const first = numNoDelayRetries + policy.numMinDelayRetries;
  const steps = numRetries - policy.numMaxDelayRetries - first - 1;
  const way = steps <= 0 ? 1 : (failures - first - 1) / steps;
  return Math.round(min + (max - min) * curve(way, policy.backoffFunction));
}

/** A curve from 0 to 1, whose shape the back-off function gives. */
function curve(way: number, kind: RetryPolicy['backoffFunction']): number {
  if (kind === 'linear') return way;
  return kind === 'arithmetic' ? way ** 2 : kind === 'geometric' ? way ** 3 : (2 ** (10 * way) - 1) / 1_023;
}

function pauseOfOriginal(failures: number, strategy: string | undefined): number | undefined {
  if (strategy !== 'EXPONENTIAL_DECAY_RETRY') return failures > BACKOFF_RETRIES ? undefined : BACKOFF_SECONDS;
  return failures > DECAY_RETRIES ? undefined : Math.min(2 ** (failures - 1), LONGEST_DECAY_SECONDS);
}

/** Subscriptions have it at the root, topics below `http`. */
function healthyPolicyOf(text: string): JsonObject {
  const policy = parseJson(text);
  if (!isJsonObject(policy)) throw invalidParameter('DeliveryPolicy', 'it must be a JSON object');
  const http = isJsonObject(policy['http']) ? policy['http'] : {};
  const healthy = policy['healthyRetryPolicy'] ?? http['defaultHealthyRetryPolicy'] ?? {};
  if (!isJsonObject(healthy))
    throw invalidParameter('DeliveryPolicy', 'healthyRetryPolicy must be an object');
  return healthy;
}

function parseJson(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

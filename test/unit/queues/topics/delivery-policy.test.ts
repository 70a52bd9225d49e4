import { describe, expect, test } from 'vitest';
import { pauseAfter } from '../../../../src/queues/topics/delivery-policy.ts';
import type { Subscription, SubscriptionProtocol } from '../../../../src/queues/topics/topic-store.ts';

function pauses(protocol: SubscriptionProtocol, attributes: Record<string, string>): readonly number[] {
  const subscription = { protocol, attributes } as Subscription;
  const found: number[] = [];
  for (let failures = 1; failures < 1_000; failures++) {
    const pause = pauseAfter(failures, subscription);
    if (pause === undefined) return found;
    found.push(pause);
  }
  return found;
}

const policy = (healthyRetryPolicy: object) => ({ DeliveryPolicy: JSON.stringify({ healthyRetryPolicy }) });

describe('the pauses between calls of an endpoint', () => {
  test('are those of SNS when nothing else is asked for', () => {
    expect(pauses('http', {})).toEqual([20, 20, 20]);
  });

  test('begin at once, grow from the shortest to the longest, and stay there', () => {
    const numbers = { numRetries: 8, numNoDelayRetries: 1, numMinDelayRetries: 1, numMaxDelayRetries: 2 };
    const targets = { minDelayTarget: 10, maxDelayTarget: 40 };
    expect(pauses('http', policy({ ...numbers, ...targets }))).toEqual([0, 10, 10, 20, 30, 40, 40, 40]);
    const slow = pauses('http', policy({ ...numbers, ...targets, backoffFunction: 'exponential' }));
    expect(slow).toEqual([0, 10, 10, 10, 13, 40, 40, 40]);
  });

  test('are those of the original for its subscriptions', () => {
    expect(pauses('mns', { NotifyStrategy: 'BACKOFF_RETRY' })).toEqual([15, 15, 15]);
    const decay = pauses('mns', { NotifyStrategy: 'EXPONENTIAL_DECAY_RETRY' });
    expect(decay).toHaveLength(176);
    expect(decay.slice(0, 11)).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 512]);
  });
});

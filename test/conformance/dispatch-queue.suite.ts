import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import type { Instant } from '../../src/interpreter/event.ts';
import type {
  DispatchBody,
  DispatchMessage,
  DispatchQueue,
  Handled,
} from '../../src/ports/dispatch-queue.ts';
import type { StatusDetail } from '../../src/ports/status-events.ts';

/** A queue with a receiver that the test controls, and the time that it lives in. */
export interface DispatchQueueHarness {
  readonly queue: DispatchQueue;
  now(): Instant;
  /** Lets `handler` receive from now on; called once. */
  consume(handler: (message: DispatchMessage) => Promise<Handled>): void;
  /** Lets so much time pass, and whatever falls due be delivered and handled. */
  advance(milliseconds: number): Promise<void>;
  dispose(): Promise<void>;
}

const execution = { flowId: 'flow-1', name: 'run' };

const BODIES: readonly DispatchBody[] = [
  { kind: 'dispatch', execution },
  { kind: 'dispatch', execution, adopts: 'all' },
  { kind: 'dispatch', execution, adopts: ['m1', 'm2'] },
  { kind: 'command', execution, command: { type: 'FireTimer', timer: 12, dueAt: 1_000 } },
  { kind: 'command', execution, command: { type: 'Stop', failure: { error: 'ошибка', cause: '{"😀":1}' } } },
  {
    kind: 'report',
    token: 'token',
    result: { kind: 'succeeded', output: '{"__proto__": 1,\n"a":"\\u0000"}' },
  },
  { kind: 'start', flowName: 'orders', executionName: 'e', input: '{"值":"值"}' },
  {
    kind: 'schedule-fired',
    flowId: 'flow-1',
    scheduleName: 's',
    scheduleId: 'id',
    dueAt: '2026-01-01T00:00:00Z',
  },
  { kind: 'status', detail: { name: 'run', input: '{"值":"\uFFFE"}' } as StatusDetail },
  { kind: 'flow-deleted', flowId: 'flow-1' },
  { kind: 'stop-executions', flowId: 'flow-1' },
];

/** The promises of the port that every dispatch queue keeps. */
export function dispatchQueueSuite(name: string, open: () => Promise<DispatchQueueHarness>): void {
  describe(`dispatch queue: ${name}`, () => {
    let harness: DispatchQueueHarness;
    beforeEach(async () => {
      harness = await open();
    });
    afterEach(() => harness.dispose());

    describeDelivery(() => harness);
    describeDelays(() => harness);
    describeRedelivery(() => harness);
  });
}

/** Lets the harness receive with `answer` and keeps what arrived when. */
function receive(
  harness: DispatchQueueHarness,
  answer: (nth: number) => Handled | Error = () => ({ done: true }),
) {
  const arrived: { message: DispatchMessage; at: Instant }[] = [];
  harness.consume(async (message) => {
    arrived.push({ message, at: harness.now() });
    const handled = answer(arrived.length);
    if (handled instanceof Error) throw handled;
    return handled;
  });
  return arrived;
}

function describeDelivery(harness: () => DispatchQueueHarness): void {
  test('A message arrives as it was sent, under the id that sending answered', async () => {
    const arrived = receive(harness());
    const sentAt = harness().now();

    const ids = await Promise.all(BODIES.map((body) => harness().queue.send(body)));
    await harness().advance(10_000);

    const messages = arrived.map((arrival) => arrival.message);
    expect(new Set(ids).size).toBe(BODIES.length);
    expect(messages).toHaveLength(BODIES.length);
    for (const [index, body] of BODIES.entries()) {
      const message = messages.find((candidate) => candidate.id === ids[index]);
      expect(message?.body).toEqual(body);
      expect(Math.abs((message?.sentAt ?? 0) - sentAt)).toBeLessThan(1_000);
    }
  });

  test('A message that was sent before the first receiver came arrives later', async () => {
    const id = await harness().queue.send({ kind: 'dispatch', execution });
    await harness().advance(5_000);

    const arrived = receive(harness());
    await harness().advance(1_000);

    expect(arrived.map((arrival) => arrival.message.id)).toEqual([id]);
  });

  test('Each of many messages arrives, and a handled one does not come back', async () => {
    const arrived = receive(harness());
    const numbers = Array.from({ length: 300 }, (_, index) => index);

    const ids = await Promise.all(
      numbers.map((index) => harness().queue.send({ kind: 'flow-deleted', flowId: `${index}` })),
    );
    await harness().advance(1_000);
    await harness().advance(3_600_000);

    expect(arrived.map((arrival) => arrival.message.id).sort()).toEqual([...ids].sort());
  });
}

function describeDelays(harness: () => DispatchQueueHarness): void {
  test('A delayed message arrives when the delay is over, not before', async () => {
    const arrived = receive(harness());
    const sentAt = harness().now();
    await harness().queue.send({ kind: 'flow-deleted', flowId: 'long' }, 900);
    await harness().queue.send({ kind: 'flow-deleted', flowId: 'short' }, 5);

    await harness().advance(4_900);
    expect(arrived).toEqual([]);
    await harness().advance(1_100);
    expect(arrived.map((arrival) => arrival.message.body)).toEqual([
      { kind: 'flow-deleted', flowId: 'short' },
    ]);
    await harness().advance(900_000);
    expect(arrived.map((arrival) => arrival.at - sentAt)).toEqual([
      expect.toSatisfy((delay: number) => delay >= 5_000 && delay <= 6_000),
      expect.toSatisfy((delay: number) => delay >= 900_000 && delay <= 901_000),
    ]);
  });

  test.each([-1, 901, Number.NaN, Number.POSITIVE_INFINITY])(
    'A delay of %d seconds is refused',
    async (seconds) => {
      await expect(harness().queue.send({ kind: 'dispatch', execution }, seconds)).rejects.toThrow(
        'A message can be delayed by 0 to 900 seconds',
      );
    },
  );
}

function describeRedelivery(harness: () => DispatchQueueHarness): void {
  test('A message that is given back returns unchanged after the time asked for, until it is done', async () => {
    const arrived = receive(harness(), (nth) =>
      nth < 3 ? { done: false, retryInSeconds: 10 } : { done: true },
    );
    await harness().queue.send({ kind: 'dispatch', execution });

    await harness().advance(9_900);
    expect(arrived).toHaveLength(1);
    await harness().advance(1_100);
    expect(arrived).toHaveLength(2);
    await harness().advance(3_600_000);

    expect(arrived).toHaveLength(3);
    expect(arrived[1]?.message).toEqual(arrived[0]?.message);
    expect(arrived[2]?.message).toEqual(arrived[0]?.message);
  });

  test('A message whose handler throws comes back unchanged', async () => {
    const arrived = receive(harness(), (nth) => (nth < 4 ? new Error('not today') : { done: true }));
    await harness().queue.send({ kind: 'dispatch', execution });

    await harness().advance(3_600_000);

    expect(arrived).toHaveLength(4);
    expect(new Set(arrived.map((arrival) => arrival.message.id)).size).toBe(1);
  });

  test('A message that never succeeds does not keep others from arriving', async () => {
    const done: string[] = [];
    harness().consume(async ({ body }) => {
      if (body.kind !== 'flow-deleted') throw new Error('poison');
      done.push(body.flowId);
      return { done: true };
    });

    await harness().queue.send({ kind: 'dispatch', execution });
    for (const flowId of ['a', 'b', 'c']) await harness().queue.send({ kind: 'flow-deleted', flowId });
    await harness().advance(10_000);

    expect(done.sort()).toEqual(['a', 'b', 'c']);
  });
}

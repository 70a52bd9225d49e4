import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { EventBridge } from '../../../../../src/adapters/aws/events/event-bridge.ts';
import { statusEventsOf } from '../../../../../src/adapters/aws/events/status-events.ts';
import type { DispatchBody } from '../../../../../src/ports/dispatch-queue.ts';
import type { ExecutionHeader } from '../../../../../src/ports/execution-store.ts';
import type { ToldStatus } from '../../../../../src/ports/status-events.ts';
import { MemoryBlobStore } from '../../../../../src/testing/memory/blob-store.ts';
import { type BusEmulator, startBus } from '../../../../aws/emulated/bus.ts';
import { TEST_ACCOUNT } from '../../../../aws/emulated/dynamodb.ts';
import { schemaProblems } from '../../../../helpers/status-events.ts';

let bus: BusEmulator;
let sent: DispatchBody[];
let events: EventBridge;

beforeEach(async () => {
  bus = await startBus();
  sent = [];
  const queue = {
    send: async (body: DispatchBody) => {
      sent.push(body);
      return 'm';
    },
  };
  const logger = { info: () => {}, warn: () => {}, error: () => {} };
  const origin = { region: TEST_ACCOUNT.region, account: '000000000000' };
  const parts = { bus: 'operations', origin, blobs: new MemoryBlobStore(), queue, logger };
  events = new EventBridge(parts, { ...TEST_ACCOUNT, endpoint: bus.endpoint, maxAttempts: 1 });
});
afterEach(() => bus.close());

function told(name: string, input = '{}'): ToldStatus {
  const header = { id: { flowId: 'f', name }, flowName: 'orders', flowVersion: 1, input, startedAt: 1_000 };
  return {
    header: { ...header, owner: 'm1', tokenKey: '' } as ExecutionHeader,
    end: { status: 'Succeeded', stoppedAt: 2_000, output: '{"ok":true}' },
  };
}

test('an event is on the bus, as the schema says', async () => {
  await events.tell(told('one'));
  expect(sent).toEqual([]);
  expect(bus.events).toHaveLength(1);
  expect(schemaProblems(bus.events[0])).toEqual([]);
  expect(bus.events[0]).toMatchObject({
    source: 'fdl-on-aws',
    'detail-type': 'Flow Execution Status Change',
    resources: ['acs:fnf:us-east-1:000000000000:flow/orders/execution/one'],
    detail: { name: 'one', status: 'Succeeded', output: '{"ok":true}' },
  });
});

describe('events that come together', () => {
  test('go in requests of ten, after the first, which does not wait', async () => {
    await Promise.all(Array.from({ length: 24 }, (_, index) => events.tell(told(`e${index}`))));
    expect(bus.requests).toEqual([1, 10, 10, 3]);
    expect(bus.events).toHaveLength(24);
  });

  test('go in no request that is larger than the bus takes', async () => {
    const input = JSON.stringify({ x: 'x'.repeat(120_000) });
    await Promise.all(Array.from({ length: 6 }, (_, index) => events.tell(told(`e${index}`, input))));
    expect(bus.requests).toEqual([1, 2, 2, 1]);
  });
});

describe('an event that the bus does not take', () => {
  test('waits as a message, while the others of the request are out', async () => {
    bus.refuse = ({ name }) => name === 'e3';
    await Promise.all(['e1', 'e2', 'e3', 'e4'].map((name) => events.tell(told(name))));
    expect(bus.events.map(({ detail }) => detail.name)).toEqual(['e1', 'e2', 'e4']);
    expect(sent).toMatchObject([{ kind: 'status', detail: { name: 'e3', input: '{}' } }]);
    const [message] = sent;
    if (message?.kind !== 'status') throw new Error('no message');
    await expect(events.retry(message.detail)).rejects.toThrow('InternalFailure');
    bus.refuse = () => false;
    await events.retry(message.detail);
    expect(bus.events.at(-1)).toMatchObject({ detail: { name: 'e3' } });
  });

  test('waits when the bus is away, without data that a message has no room for', async () => {
    bus.isAway = true;
    await events.tell(told('large', JSON.stringify({ x: 'x'.repeat(120_000) })));
    expect(sent).toMatchObject([
      {
        kind: 'status',
        detail: { name: 'large', input: null, output: null, outputDetails: { included: false } },
      },
    ]);
  });
});

test('a deployment without a bus has no events, and one with a bus names its changes', () => {
  const parts = {} as never;
  expect(statusEventsOf({ region: 'r', accountId: 'a' }, parts)).toBeUndefined();
  const config = { region: 'r', accountId: 'a', events: { bus: 'default', changes: ['ended' as const] } };
  expect([...(statusEventsOf(config, parts)?.changes ?? [])]).toEqual(['ended']);
});

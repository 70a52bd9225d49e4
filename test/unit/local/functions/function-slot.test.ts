import { expect, test } from 'vitest';
import { FunctionSlot } from '../../../../src/local/functions/function-slot.ts';
import type { CallContext } from '../../../../src/local/functions/protocol.ts';
import type { Runtime, RuntimeEvents } from '../../../../src/local/functions/runtime.ts';

const context = { deadline: Date.now() + 60_000 } as CallContext;
const call = { invocation: { event: '{}', context }, acceptedAt: 0, settle: () => {} };

interface Opened {
  readonly slot: FunctionSlot;
  readonly events: () => RuntimeEvents | undefined;
  readonly pings: () => number;
}

function open(more: Partial<Runtime> = {}): Opened {
  let notBegun: number[] = [];
  let events: RuntimeEvents | undefined;
  let pings = 0;
  const runtime: Runtime = {
    capacity: 2,
    isFull: false,
    post: (id) => {
      notBegun.push(id);
    },
    ping: () => {
      pings += 1;
    },
    isStuck: () => notBegun.length > 0,
    takeBack: () => {
      const ids = notBegun;
      notBegun = [];
      return ids;
    },
    close: () => {},
    ...more,
  };
  const slot = new FunctionSlot(
    { file: 'f.ts', resultBytes: 100 },
    (given) => {
      events = given;
      return runtime;
    },
    { onLine: () => {}, onFiles: () => {}, onNotBegun: () => {}, onChange: () => {}, onExit: () => {} },
  );
  return { slot, events: () => events, pings: () => pings };
}

test('a runtime that was busy for a moment, with no call begun, is used again once it answers', () => {
  const { slot, events, pings } = open();
  slot.start(call);
  events()?.onReplies([{ type: 'loaded' }]);
  expect(slot.takeBackIfStuck()).toEqual([call]);
  expect(slot.isFree).toBe(false);
  expect(pings()).toBe(1);
  events()?.onReplies([{ type: 'pong' }]);
  expect(slot.isFree).toBe(true);
});

test('a runtime that runs as many calls as it can, or does not read what it was sent, gets no more', () => {
  const { slot } = open();
  slot.start(call);
  expect(slot.isFree).toBe(true);
  slot.start(call);
  expect(slot.isFree).toBe(false);
  expect(open({ isFull: true }).slot.isFree).toBe(false);
});

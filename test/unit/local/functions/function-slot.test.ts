import { expect, test } from 'vitest';
import { FunctionSlot } from '../../../../src/local/functions/function-slot.ts';
import type { FunctionContext } from '../../../../src/local/functions/protocol.ts';
import type { Runtime, RuntimeEvents } from '../../../../src/local/functions/runtime.ts';

const context = { deadline: Date.now() + 60_000 } as FunctionContext;

test('a runtime that was busy for a moment, with no call begun, is used again once it answers', () => {
  const posted: number[] = [];
  let notBegun: number[] = [];
  let events: RuntimeEvents | undefined;
  let pings = 0;
  const runtime: Runtime = {
    post: ({ id }) => {
      posted.push(id);
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
    resume: () => {},
    close: () => {},
  };
  const open = (_file: string, given: RuntimeEvents) => {
    events = given;
    return runtime;
  };
  const slot = new FunctionSlot('f.ts', open, { onLine: () => {}, onChange: () => {}, onExit: () => {} });
  slot.start({ invocation: { id: 1, event: '{}', context }, acceptedAt: 0, settle: () => {} });
  events?.onReplies([{ type: 'loaded' }]);

  expect(slot.takeBackIfStuck().map(({ invocation }) => invocation.id)).toEqual([1]);
  expect(slot.isFree).toBe(false);
  expect(pings).toBe(1);
  events?.onReplies([{ type: 'pong' }]);
  expect(slot.isFree).toBe(true);
});

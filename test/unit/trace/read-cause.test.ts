import { describe, expect, test } from 'vitest';
import { readCause } from '../../../src/trace/read-cause.ts';

const thrown = (errorMessage: string, stack: object) =>
  JSON.stringify({ errorMessage, errorType: 'E', ...stack });

const NODE = [
  'CardDeclined: card declined',
  'at charge (file:///home/me/my shop/functions/pay/charge.js?v=17:2:9)',
  'at async check (/home/me/functions/pay/check.mjs:40:3)',
  'at file:///home/me/functions/pay/check.mjs:7:1',
  'at C:\\shop\\pay.js:3:4',
  'at Array.forEach (<anonymous>)',
  'at post (/home/me/functions/node_modules/got/index.js:9:9)',
  'at AsyncLocalStorage.run (node:internal/async_local_storage/async_context_frame:65:14)',
  'at begin (file:///opt/fdl/src/local/functions/node/host.ts:87:32)',
  'at call (file:///opt/fdl/dist/src/local/functions/node/host.js:7:3)',
];
const NODE_PLACES = ['charge.js:2', 'check.mjs:40', 'check.mjs:7', 'pay.js:3'];

describe('the cause of a function is read as its message and the lines of its author', () => {
  test.each([
    ['a list of frames', { stackTrace: NODE }, NODE_PLACES],
    ['a text of frames', { stackTrace: NODE.join('\n') }, NODE_PLACES],
    [
      'frames as Lambda names them',
      {
        trace: [
          'E: x',
          '    at handler (/var/task/index.js:5:11)',
          '    at run (/var/runtime/UserFunction.js:3:1)',
        ],
      },
      ['index.js:5'],
    ],
    [
      'frames of Python, the innermost last',
      {
        stackTrace: [
          '  File "/opt/fdl/src/local/functions/python/fdl_host/channel.py", line 107, in outcome\n    result = handler(event)',
          '  File "/home/me/functions/pay/charge.py", line 9, in handler\n    return declined()',
          '  File "/usr/lib/python3.12/json/__init__.py", line 1, in loads',
          '  File "<frozen importlib._bootstrap>", line 1, in _gcd_import',
          '  File "/home/me/functions/pay/charge.py", line 4, in declined\n    raise CardDeclined("card declined")',
        ],
      },
      ['charge.py:4', 'charge.py:9'],
    ],
    ['no frames', {}, []],
    ['frames that are none', { stackTrace: { at: 1 } }, []],
    ['frames of something else', { stackTrace: [7, null, 'somewhere'] }, []],
  ])('with %s', (_what, stack, places) => {
    expect(readCause(thrown('card declined', stack))).toEqual({ message: 'card declined', places });
  });

  test('when it was cut off within the message', () => {
    const cause = thrown(`say "no"\n${'x'.repeat(300)}`, { stackTrace: NODE });
    for (let length = 40; length < 300; length++) {
      const { message, places } = readCause(`${cause.slice(0, length)}…`);
      expect(message.startsWith('say "no"\nx')).toBe(true);
      expect(places).toEqual([]);
    }
  });

  test.each(['\\', '\\u', '\\u00', '\\"'])('when it was cut off at %j', (tail) => {
    expect(readCause(`{"errorMessage":"a b${tail}…`).message).toMatch(/^a b["…]/);
  });

  test('when it was cut off within the frames', () => {
    const cause = thrown('card declined', { stackTrace: NODE });
    const cut = `${cause.slice(0, cause.indexOf('got/index.js'))}…`;
    expect(readCause(cut)).toEqual({ message: 'card declined', places: NODE_PLACES });
  });
});

test.each(['', 'no stock', '{"code":7}', '[1]', '{"errorMessage":7}', '{"errorMessage'])(
  'the cause %j is its own message',
  (cause) => {
    expect(readCause(cause)).toEqual({ message: cause, places: [] });
  },
);

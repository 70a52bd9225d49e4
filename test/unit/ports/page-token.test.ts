import { expect, test } from 'vitest';

import { InvalidPageToken } from '../../../src/ports/flow-store.ts';
import {
  decodeExecutionToken,
  decodePageToken,
  encodeExecutionToken,
  encodePageToken,
} from '../../../src/ports/page-token.ts';

const token = encodePageToken('flows', ['orders']);

test('A token gives back its position, and fits into a URL', () => {
  const position = { startedAt: Date.UTC(2026, 0), id: { flowId: 'flow-1', name: 'ключ/?&=' } };

  expect(decodePageToken('flows', token, 1)).toEqual(['orders']);
  expect(decodeExecutionToken('flow-1', encodeExecutionToken('flow-1', position))).toEqual(position);
  expect(encodeExecutionToken('flow-1', position)).toMatch(/^[\w-]+$/);
});

test('A token of several flows holds whichever they are by then, and is none of a single flow', () => {
  const position = { startedAt: 5, id: { flowId: 'flow-2', name: 'a' } };
  const several = encodeExecutionToken(['flow-1', 'flow-2'], position);

  expect(decodeExecutionToken(['flow-2', 'flow-3'], several)).toEqual(position);
  expect(() => decodeExecutionToken('flow-2', several)).toThrow(InvalidPageToken);
  expect(() => decodeExecutionToken(['flow-2'], encodeExecutionToken('flow-2', position))).toThrow(
    InvalidPageToken,
  );
});

test.each([
  ['nothing', ''],
  ['another list', encodePageToken('schedules', ['orders'])],
  ['another number of parts', encodePageToken('flows', ['orders', 'more'])],
  ['stray characters', `${token}=`],
  ['a line break in the middle', `${token.slice(0, 4)}\n${token.slice(4)}`],
  ['other JSON', Buffer.from('{"0":"flows"}').toString('base64url')],
  ['numbers', Buffer.from('["flows",1]').toString('base64url')],
  ['no JSON', Buffer.from('["flows"').toString('base64url')],
])('A token of %s is refused', (_title, text) => {
  expect(() => decodePageToken('flows', text, 1)).toThrow(InvalidPageToken);
});

test.each(['', 'x', 'NaN', '1e5', '9'.repeat(17)])('A position with the time %j is refused', (time) => {
  expect(() => decodeExecutionToken('flow-1', encodePageToken('executions/flow-1', [time, 'a']))).toThrow(
    InvalidPageToken,
  );
});

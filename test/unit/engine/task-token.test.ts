import { describe, expect, test } from 'vitest';
import { decodeTaskToken, isGenuine, taskToken } from '../../../src/engine/task-token.ts';
import type { ExecutionHeader } from '../../../src/ports/execution-store.ts';

const HEADER: ExecutionHeader = {
  id: { flowId: '0b0c1d2e-0000-4000-8000-000000000001', name: 'run-1' },
  flowName: 'orders',
  flowVersion: 1,
  input: '{}',
  startedAt: 0,
  owner: 'm1',
  tokenKey: 'AAECAwQFBgcICQoLDA0ODw',
};

const TASK = { frame: 12, entry: 34, attempt: 2 };

const TOKEN = taskToken(HEADER, TASK);

function encoded(text: string): string {
  return Buffer.from(text).toString('base64url');
}

test('A token names its execution and attempt, and is genuine there', () => {
  const decoded = decodeTaskToken(TOKEN);
  expect(decoded).toEqual({ execution: HEADER.id, task: TASK });
  expect(isGenuine(TOKEN, HEADER, TASK)).toBe(true);
});

test('The same attempt always has the same token, every other attempt another', () => {
  expect(taskToken(HEADER, TASK)).toBe(TOKEN);
  expect(taskToken(HEADER, { ...TASK, attempt: 3 })).not.toBe(TOKEN);
  expect(taskToken({ ...HEADER, tokenKey: 'another' }, TASK)).not.toBe(TOKEN);
});

test('Tokens are URL-safe text and decoded keep the layout of the original service', () => {
  expect(TOKEN).toMatch(/^[\w-]+$/);
  expect(Buffer.from(TOKEN, 'base64url').toString()).toMatch(
    /^v1#0b0c1d2e-0000-4000-8000-000000000001#run-1#12\.34\.2#[\w-]{22}$/,
  );
});

test('A token of an execution with the longest names is read', () => {
  const id = { ...HEADER.id, name: 'x'.repeat(128) };
  const task = { frame: 999_999_999, entry: 999_999_999, attempt: 999_999_999 };
  expect(decodeTaskToken(taskToken({ ...HEADER, id }, task))).toEqual({ execution: id, task });
});

describe('what is no token', () => {
  const text = Buffer.from(TOKEN, 'base64url').toString();

  test.each([
    ['nothing', ''],
    ['a word', 'hello'],
    ['a token without its last letter', TOKEN.slice(0, -2)],
    ['a token without its code', encoded(text.slice(0, text.lastIndexOf('#')))],
    ['another version', encoded(text.replace('v1', 'v2'))],
    ['a name that no execution has', encoded(text.replace('run-1', '1run'))],
    ['a negative attempt', encoded(text.replace('.2#', '.-2#'))],
    ['a number too long to be an id', encoded(text.replace('12.', '1234567890.'))],
    ['more than the longest token', TOKEN.padEnd(513, 'A')],
    ['bytes that are no text', Buffer.from([0xff, 0xfe, 0x00]).toString('base64url')],
  ])('%s is not decoded', (_, token) => {
    expect(decodeTaskToken(token)).toBeUndefined();
  });
});

describe('what looks like a token and is not genuine', () => {
  test.each([
    [
      'a guessed code',
      encoded(
        Buffer.from(TOKEN, 'base64url')
          .toString()
          .replace(/#[\w-]{22}$/, `#${'A'.repeat(22)}`),
      ),
    ],
    ['a code of another attempt', taskToken(HEADER, { ...TASK, attempt: 1 })],
    ['a code with another key', taskToken({ ...HEADER, tokenKey: 'other' }, TASK)],
    ['stray characters that decoding forgives', `${TOKEN}==`],
  ])('%s is refused', (_, token) => {
    expect(isGenuine(token, HEADER, TASK)).toBe(false);
  });

  test('A token of another execution with the same numbers is refused', () => {
    const other: ExecutionHeader = { ...HEADER, id: { ...HEADER.id, name: 'run-2' } };
    expect(isGenuine(TOKEN, other, TASK)).toBe(false);
  });
});

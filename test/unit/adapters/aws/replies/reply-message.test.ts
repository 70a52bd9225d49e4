import { describe, expect, test } from 'vitest';
import { messageOfReply } from '../../../../../src/adapters/aws/replies/reply-message.ts';
import type { ReplyTo } from '../../../../../src/ports/task-targets.ts';

const SENT_AT = 1_000_000;
const REQUEST = 'e4b46cbf-b738-4880-8880-a18cdf61200e';
const TASK: ReplyTo = {
  execution: { flowId: 'f', name: 'run' },
  task: { frame: 1, entry: 2, attempt: 3 },
};

/** What becomes of a text, so many milliseconds after it was sent. */
async function read(text: string, { isKnown = true, age = 5 } = {}) {
  const logged: string[] = [];
  const log = (message: string) => void logged.push(message);
  const message = await messageOfReply(
    { messageId: 'm', sentAt: SENT_AT, text },
    {
      replies: { find: async (id) => (isKnown && id === REQUEST ? TASK : undefined) },
      clock: { now: () => SENT_AT + age },
      logger: { info: log, warn: log, error: log },
    },
  );
  return { message, logged };
}

const record = (more: object = {}) =>
  JSON.stringify({
    version: '1.0',
    requestContext: { requestId: REQUEST, condition: 'Success' },
    requestPayload: {},
    responseContext: { statusCode: 200 },
    responsePayload: { ok: true },
    ...more,
  });

test('A reply is the command for the attempt that was called, under an id of the call', async () => {
  expect((await read(record())).message).toEqual({
    id: `reply-${REQUEST}`,
    sentAt: SENT_AT,
    body: {
      kind: 'command',
      execution: TASK.execution,
      command: { type: 'CompleteTask', task: TASK.task, output: '{"ok":true}' },
    },
  });
});

describe('a reply whose call is not known', () => {
  test.each([
    [5, 1],
    [1_000, 1],
    [1_500, 2],
    [31_000, 31],
    [59_999, 60],
  ])('after %i ms is given back for %i s', async (age, retryInSeconds) => {
    expect((await read(record(), { isKnown: false, age })).message).toEqual({
      done: false,
      retryInSeconds,
    });
  });

  test('after a minute is that of another caller', async () => {
    expect(await read(record(), { isKnown: false, age: 60_000 })).toEqual({
      message: { done: true },
      logged: ['a reply belongs to no call of a task'],
    });
  });
});

test.each([
  ['no JSON', 'hello'],
  ['an empty text', ''],
  ['a list', '[]'],
  ['a dispatch message', '{"kind":"dispatch","execution":{"flowId":"f","name":"run"}}'],
  ['a record without an id', '{"requestContext":{}}'],
  ['an id that is none', '{"requestContext":{"requestId":"a b"}}'],
  ['an id that is no text', '{"requestContext":{"requestId":{"a":1}}}'],
])('%s is no reply, and is gone', async (_what, text) => {
  expect(await read(text)).toEqual({
    message: { done: true },
    logged: ['a message in the queue of replies is no reply'],
  });
});

test.each([
  ['EventAgeExceeded', 'FC.ResourceThrottled'],
  ['ZeroReservedConcurrency', 'FC.ResourceThrottled'],
  ['RetriesExhausted', 'FC.Unknown'],
])('A call that was given up by %s fails with %s', async (condition, error) => {
  const text = record({
    requestContext: { requestId: REQUEST, condition },
    responseContext: undefined,
    responsePayload: undefined,
  });
  expect((await read(text)).message).toMatchObject({
    body: { command: { type: 'FailTask', failure: { error, cause: expect.stringContaining(condition) } } },
  });
});

test('A function that failed keeps its report', async () => {
  const report = { errorType: 'OutOfStock', errorMessage: 'none left' };
  const responseContext = { statusCode: 200, functionError: 'Unhandled' };
  const text = record({ responseContext, responsePayload: report });
  expect((await read(text)).message).toMatchObject({
    body: { command: { failure: { error: 'OutOfStock', cause: JSON.stringify(report) } } },
  });
});

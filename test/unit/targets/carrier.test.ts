import { expect, test } from 'vitest';
import { MAX_MESSAGE_BYTES as QUEUE_BYTES } from '../../../src/queues/limits.ts';
import { MAX_ASYNC_EVENT_BYTES, MAX_EVENT_BYTES, MAX_MESSAGE_BYTES } from '../../../src/targets/carrier.ts';
import { excessOf, readTarget, requestOf, type TargetRequest } from '../../../src/targets/targets.ts';

function request(arn: string, params: object, input: object = {}): TargetRequest {
  const target = readTarget('resourceArn', arn);
  if (target === undefined) throw new Error(`no target: ${arn}`);
  const made = requestOf(target, {
    input: input as never,
    params: params as never,
    pattern: 'requestResponse',
  });
  return made as TargetRequest;
}

const QUEUE = 'arn:aws:sqs:::orders';
const TOPIC = 'arn:aws:sns:::orders';
const FUNCTION = 'acs:fc:::services/s/functions/f';

/** Bytes of the attribute `Priority` = 3. */
const PRIORITY = 'Priority'.length + 'Number'.length + 1;

test.each([
  ['a queue', QUEUE, (bytes: number) => ({ MessageBody: 'é'.repeat(bytes / 2) })],
  ['a queue', QUEUE, (bytes: number) => ({ MessageBody: 'x'.repeat(bytes - PRIORITY), Priority: 3 })],
  ['a topic', TOPIC, (bytes: number) => ({ MessageBody: 'x'.repeat(bytes - 19), MessageTag: 'abc' })],
])('a message for %s is refused from the first byte on that does not fit', (noun, arn, params) => {
  expect(excessOf(request(arn, params(MAX_MESSAGE_BYTES)))).toBeUndefined();
  const name = noun === 'a queue' ? 'queue orders' : 'topic orders';
  expect(excessOf(request(arn, params(MAX_MESSAGE_BYTES + 2)))).toBe(
    `The data for ${name} take ${MAX_MESSAGE_BYTES + 2} bytes; ${noun} takes ${MAX_MESSAGE_BYTES} at most`,
  );
});

test('an event is refused sooner when its function is only started', () => {
  const input = { text: 'x'.repeat(MAX_ASYNC_EVENT_BYTES) };
  expect(excessOf(request(FUNCTION, {}, input))).toBeUndefined();
  expect(excessOf(request(FUNCTION, { InvocationType: 'Async' }, input))).toBe(
    `The data for s/f take ${MAX_ASYNC_EVENT_BYTES + 11} bytes; a function that is called with InvocationType Async takes ${MAX_ASYNC_EVENT_BYTES} at most`,
  );
  const large = { text: 'x'.repeat(MAX_EVENT_BYTES) };
  expect(excessOf(request(FUNCTION, {}, large))).toContain(`a function takes ${MAX_EVENT_BYTES} at most`);
});

test('the queues of the embedded home take as much', () => {
  expect(QUEUE_BYTES).toBe(MAX_MESSAGE_BYTES);
});

import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../src/common/json.ts';
import { requestOf, type TaskTarget } from '../../../src/targets/targets.ts';

const QUEUE = { kind: 'queue', resourceArn: 'acs:mns:::/queues/q/messages', queueName: 'q' } as const;
const TOPIC = { kind: 'topic', resourceArn: 'acs:mns:::/topics/t/messages', topicName: 't' } as const;

function request(target: TaskTarget, params: JsonObject) {
  return requestOf(target, { params, input: {}, pattern: 'requestResponse' });
}

describe('a queue message', () => {
  test.each<[string, JsonObject, JsonObject]>([
    ['text as it is', { MessageBody: ' hi\n' }, { body: ' hi\n' }],
    ['empty text', { MessageBody: '' }, { body: '' }],
    ['anything else as compact JSON', { MessageBody: { a: [1, null] } }, { body: '{"a":[1,null]}' }],
    [
      'numbers',
      { MessageBody: 'x', Priority: 1, DelaySeconds: 0 },
      { body: 'x', priority: 1, delaySeconds: 0 },
    ],
    [
      'numbers as text',
      { MessageBody: 'x', Priority: '16', DelaySeconds: '604800' },
      { body: 'x', priority: 16, delaySeconds: 604_800 },
    ],
  ])('carries %s', (_, params, message) => {
    expect(request(QUEUE, params)).toEqual({ kind: 'queue', target: QUEUE, ...message });
  });

  test.each<[JsonObject, string]>([
    [{}, 'MessageBody is missing: its path leads nowhere in the input of the step'],
    [{ MessageBody: 'x', Priority: 0 }, 'Priority must be a whole number from 1 to 16, found 0'],
    [{ MessageBody: 'x', Priority: 17 }, 'Priority must be a whole number from 1 to 16, found 17'],
    [{ MessageBody: 'x', Priority: '1.5' }, 'Priority must be a whole number from 1 to 16, found "1.5"'],
    [{ MessageBody: 'x', Priority: null }, 'Priority must be a whole number from 1 to 16, found null'],
    [
      { MessageBody: 'x', DelaySeconds: -1 },
      'DelaySeconds must be a whole number from 0 to 604800, found -1',
    ],
    [
      { MessageBody: 'x', DelaySeconds: 604_801 },
      'DelaySeconds must be a whole number from 0 to 604800, found 604801',
    ],
    [
      { MessageBody: 'x', DelaySeconds: [1] },
      'DelaySeconds must be a whole number from 0 to 604800, found [1]',
    ],
  ])('%j is refused: %s', (params, problem) => {
    expect(request(QUEUE, params)).toBe(problem);
  });
});

test('a message with whole numbers of any length has all their digits', () => {
  const id = 1_234_567_890_123_456_789n;
  expect(request(QUEUE, { MessageBody: { id } })).toMatchObject({ body: `{"id":${id}}` });
  expect(request(QUEUE, { MessageBody: 'x', Priority: id })).toContain(`found ${id}`);
  expect(request(TOPIC, { MessageBody: 'x', MessageAttributes: `{"id":${id}}` })).toMatchObject({
    attributes: { id },
  });
});

test('the text of MessageAttributes may hold no number that no double can hold', () => {
  expect(request(TOPIC, { MessageBody: 'x', MessageAttributes: '{"n":1e400}' })).toBe(
    'MessageAttributes holds the number 1e400, which is out of range; numbers end at about 1.8e308',
  );
});

describe('a topic message', () => {
  test.each<[JsonObject, JsonObject]>([
    [{ MessageBody: 'x' }, { body: 'x' }],
    [
      { MessageBody: { a: 1 }, MessageTag: 'new', MessageAttributes: { b: 2 } },
      { body: '{"a":1}', tag: 'new', attributes: { b: 2 } },
    ],
    [
      { MessageBody: 'x', MessageTag: 5, MessageAttributes: '{"b":2}' },
      { body: 'x', tag: '5', attributes: { b: 2 } },
    ],
  ])('%j becomes %j', (params, message) => {
    expect(request(TOPIC, params)).toEqual({ kind: 'topic', target: TOPIC, ...message });
  });

  test.each<[JsonObject, string]>([
    [{ MessageTag: 'new' }, 'MessageBody is missing: its path leads nowhere in the input of the step'],
    [
      { MessageBody: 'x', MessageAttributes: ['a'] },
      'MessageAttributes must be a JSON object, or the text of one, found ["a"]',
    ],
    [
      { MessageBody: 'x', MessageAttributes: 'no JSON' },
      'MessageAttributes must be a JSON object, or the text of one, found "no JSON"',
    ],
  ])('%j is refused: %s', (params, problem) => {
    expect(request(TOPIC, params)).toBe(problem);
  });
});

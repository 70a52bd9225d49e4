import { describe, expect, test } from 'vitest';
import { messageOf, messageText } from '../../../../../src/adapters/aws/dispatch/message-text.ts';
import type { DispatchBody } from '../../../../../src/ports/dispatch-queue.ts';

const execution = { flowId: 'flow-1', name: 'run' };
const dispatch: DispatchBody = { kind: 'dispatch', execution };

function received(text: string, messageId = 'of-sqs') {
  return messageOf({ messageId, sentAt: 5, text });
}

describe('the text of a message', () => {
  test.each([
    ['an emoji', '😀'],
    ['half an emoji', '\ud83d'],
    ['characters that are none', '\ufffe\uffff'],
    ['control characters', '\u0000\u0008\u001f\t\n\r'],
    ['other alphabets', 'é 值 ж'],
  ])('holds %s in characters that SQS accepts', (_what, text) => {
    const output = JSON.stringify({ text });
    const body: DispatchBody = { kind: 'report', token: 't', result: { kind: 'succeeded', output } };

    const sent = messageText('m1', body);

    expect(sent).toMatch(/^[\t\n\r\u0020-\ud7ff\ue000-\ufffd]*$/);
    expect(received(sent)).toEqual({ id: 'm1', sentAt: 5, body });
  });
});

describe('a message that is received', () => {
  test('keeps the id that it was sent under when SQS gives it another, as a redrive does', () => {
    const text = messageText('m1', dispatch);
    expect([received(text, 'first').id, received(text, 'second').id]).toEqual(['m1', 'm1']);
  });

  test('has the id of SQS when it carries none: written by hand, or by a version before', () => {
    expect(received(JSON.stringify(dispatch))).toEqual({ id: 'of-sqs', sentAt: 5, body: dispatch });
  });

  test('has the id of SQS when its schedule has not filled in any', () => {
    expect(received(messageText('<aws.scheduler.execution-id>', dispatch)).id).toBe('of-sqs');
  });

  test('has the event as its input when a rule has sent it', () => {
    const text = '{"id":"e","kind":"start","flowName":"f","executionName":"event-e","input":{"key":"a"}}';
    expect(received(text).body).toMatchObject({ kind: 'start', input: '{"key":"a"}' });
  });

  test.each([
    'no JSON',
    '[]',
    '{"kind":7}',
    'null',
    '{"id":7,"kind":"dispatch"}',
    '{"id":"","kind":"start"}',
  ])('is refused when it says %s, and the error does not repeat it', (text) => {
    expect(() => received(text)).toThrow(/^Message of-sqs is no dispatch message$/);
  });
});

import { expect, test } from 'vitest';
import { placelessHistory } from './placeless-history.ts';

const EVENT = {
  version: '0',
  bucket: { name: 'media-uploads' },
  object: { key: 'films/clip.mov', size: 3, etag: 'e', sequencer: '…' },
  'request-id': '…',
  requester: '000000000000',
  'source-ip-address': '127.0.0.1',
  reason: 'PutObject',
};

function historyOf(input: object) {
  const entered = { EventId: 2, ScheduleEventId: 1, StepName: 'Inspect', Type: 'StepEntered' };
  return [{ ...entered, EventDetail: { input, local: {} } }];
}

test('An upload is the recorded one when S3 tells more about it than is promised', () => {
  const more = {
    ...EVENT,
    bucket: { name: 'media-uploads-4f21' },
    'event-version': '2.3',
    object: { ...EVENT.object, 'version-id': 'v1' },
    requester: '123456789012',
  };
  const names = { 'media-uploads-4f21': 'media-uploads' };
  expect(placelessHistory(historyOf(more), names)).toEqual(placelessHistory(historyOf(EVENT)));
});

test.each([
  ['another size', { ...EVENT, object: { ...EVENT.object, size: 4 } }],
  ['no reason', { ...EVENT, reason: undefined }],
  ['no sequencer', { ...EVENT, object: { key: 'films/clip.mov', size: 3, etag: 'e' } }],
])('An upload with %s is not', (_what, event) => {
  const input = JSON.parse(JSON.stringify(event));
  expect(placelessHistory(historyOf(input))).not.toEqual(placelessHistory(historyOf(EVENT)));
});

test('Members of other data all count', () => {
  const data = { bucket: 'b', object: 'o', reason: 'r', more: 1 };
  expect(placelessHistory(historyOf(data))).not.toEqual(placelessHistory(historyOf({ ...data, more: 2 })));
});

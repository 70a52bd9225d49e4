import { expect, test } from 'vitest';
import { type ObjectCreated, startsOf } from '../../../../src/local/objects/object-created.ts';

const created: ObjectCreated = {
  bucket: 'photos',
  key: 'raw/cat.jpg',
  size: 3,
  etag: 'abc',
  sequencer: '01',
  reason: 'PutObject',
};

test('an object starts the flow of each rule that fits it, a flow of two rules once', () => {
  const rules = [
    { bucket: 'photos', flow: 'all' },
    { bucket: 'photos', prefix: 'raw/', flow: 'develop', qualifier: 'live' },
    { bucket: 'photos', prefix: 'raw/c', flow: 'develop' },
    { bucket: 'photos', prefix: 'thumbs/', flow: 'thumbs' },
    { bucket: 'photos', suffix: '.jpg', flow: 'jpg' },
    { bucket: 'photos', suffix: '.png', flow: 'png' },
    { bucket: 'films', flow: 'films' },
  ];
  const started = startsOf(created, rules).map(({ flowName, qualifier }) => [flowName, qualifier]);
  expect(started).toEqual([
    ['all', undefined],
    ['develop', 'live'],
    ['jpg', undefined],
  ]);
});

test.each([
  ['raw/', '.jpg', 1],
  ['raw/', 'cat.jpg', 1],
  ['raw/', '.JPG', 0],
  ['raw/c', 'cat.jpg', 0],
  ['thumbs/', '.jpg', 0],
])('with prefix %s and suffix %s, which may not overlap, a rule starts %i', (prefix, suffix, count) => {
  expect(startsOf(created, [{ bucket: 'photos', prefix, suffix, flow: 'develop' }])).toHaveLength(count);
});

test('the input is the detail of the event that S3 sends on AWS', () => {
  const [start] = startsOf(created, [{ bucket: 'photos', flow: 'develop' }]);
  expect(JSON.parse(start?.input ?? '')).toMatchObject({
    version: '0',
    bucket: { name: 'photos' },
    object: { key: 'raw/cat.jpg', size: 3, etag: 'abc', sequencer: '01' },
    reason: 'PutObject',
  });
});

test('the same event has the same execution name, and every other a different one', () => {
  const rules = [{ bucket: 'photos', flow: 'develop' }];
  const nameOf = (event: ObjectCreated) => startsOf(event, rules)[0]?.executionName;
  expect(nameOf({ ...created })).toBe(nameOf(created));
  expect(nameOf({ ...created, sequencer: '02' })).not.toBe(nameOf(created));
  expect(nameOf({ ...created, key: 'raw/dog.jpg' })).not.toBe(nameOf(created));
  expect(nameOf(created)).toMatch(/^event-[0-9a-f]{32}$/);
});

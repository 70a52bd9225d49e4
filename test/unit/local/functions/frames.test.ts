import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  encodeFrames,
  type Frame,
  FrameReader,
  MAX_BODY_BYTES,
  twoParts,
} from '../../../../src/local/functions/frames.ts';

const TAG = 0x1234_5678;

function show(frames: readonly Frame[]): unknown[] {
  return frames.map((frame) => [frame.type, frame.call, frame.text()]);
}

test('frames that arrive in any pieces are the frames that were sent', () => {
  const frame = fc.record({
    type: fc.nat(255),
    call: fc.nat(),
    parts: fc.array(fc.string({ unit: 'grapheme' })),
  });
  fc.assert(
    fc.property(fc.array(frame), fc.integer({ min: 1, max: 40 }), (frames, size) => {
      const bytes = encodeFrames(TAG, frames);
      const reader = new FrameReader(TAG);
      const read: unknown[] = [];
      for (let at = 0; at < bytes.length; at += size)
        read.push(...show(reader.push(bytes.subarray(at, at + size))));
      expect(read).toEqual(frames.map(({ type, call, parts }) => [type, call, parts.join('')]));
    }),
  );
});

test('a body holds bytes and numbers too', () => {
  const [frame] = new FrameReader(TAG).push(
    encodeFrames(TAG, [{ type: 1, call: 2, parts: [258, Buffer.from('é'), 'x'] }]),
  );
  expect(frame?.body()).toEqual(Buffer.from([0, 0, 1, 2, 0xc3, 0xa9, 0x78]));
  expect(frame?.text(4)).toBe('éx');
});

test('a body of two parts is read as two, and one that is none is refused', () => {
  const read = (parts: ReturnType<typeof twoParts>) =>
    new FrameReader(TAG).push(encodeFrames(TAG, [{ type: 1, call: 1, parts }]))[0]?.twoTexts();
  expect(read(twoParts('é', '{"a":1}'))).toEqual(['é', '{"a":1}']);
  expect(read(twoParts('', ''))).toEqual(['', '']);
  expect(() => read(['abc'])).toThrow('without its second');
  expect(() => read([4, 'abc'])).toThrow('without its second');
});

test.each([
  ['text', Buffer.from('this is no message\n')],
  ['the frames of another process', encodeFrames(TAG + 1, [{ type: 1, call: 1, parts: [] }])],
  ['zeros', Buffer.alloc(64)],
])('%s are no frames', (_what, bytes) => {
  expect(() => new FrameReader(TAG).push(bytes)).toThrow('something else wrote to its channel');
});

test('a frame that is too long is refused before it has arrived', () => {
  const header = encodeFrames(TAG, [{ type: 1, call: 1, parts: [] }]);
  header.writeUInt32BE(MAX_BODY_BYTES + 1, 0);
  expect(() => new FrameReader(TAG).push(header)).toThrow(`a message of ${MAX_BODY_BYTES + 1} bytes`);
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeUtf8 } from '../../../src/common/decode-utf8.ts';

const bytes = (...values: readonly number[]) => Uint8Array.from(values);
const utf8 = (text: string) => new TextEncoder().encode(text);
const utf16 = (text: string) => Buffer.from(text, 'utf16le');

describe('bytes', () => {
  test.each(['', 'a', '{"a":"é"}', '日本 😀\r\n\ttext', '\0', '\0\0', 'a\uFFFDb'])(
    'of %j are that text',
    (text) => {
      expect(decodeUtf8(utf8(text))).toEqual({ text });
    },
  );

  test('behind a byte order mark are the text without it', () => {
    expect(decodeUtf8(utf8('\uFEFF{"a":1}'))).toEqual({ text: '{"a":1}' });
  });

  test.each([
    ['{"a":"é"}', 7, '0xE9', 1, 7],
    ['a\nb: "ü"', 7, '0xFC', 2, 5],
    ['é', 1, '0xE9', 1, 1],
  ])('of %j in Latin-1 are told by the first that is wrong', (text, byte, hex, line, column) => {
    expect(decodeUtf8(Buffer.from(text, 'latin1'))).toEqual({
      problem: `is not UTF-8: byte ${byte} (${hex}), at line ${line}, column ${column}, belongs to no character`,
    });
  });

  test.each([
    ['GBK', bytes(0x61, 0xc4, 0xe3, 0xba, 0xc3), 2],
    ['a character that is cut off', utf8('ab日').subarray(0, 4), 3],
    ['half of a surrogate pair', bytes(0x61, 0xed, 0xa0, 0x80), 2],
    ['a character written too long', bytes(0xc0, 0xaf), 1],
    ['what lies beyond Unicode', bytes(0x61, 0xf5, 0x80, 0x80, 0x80), 2],
  ])('of %s are refused', (_what, given, byte) => {
    expect(decodeUtf8(given)).toEqual({ problem: expect.stringContaining(`is not UTF-8: byte ${byte} `) });
  });

  test.each([
    ['with its mark', Buffer.concat([bytes(0xff, 0xfe), utf16('{}')])],
    ['with the other mark', bytes(0xfe, 0xff, 0, 0x7b)],
    ['without a mark', utf16('{"a":1}')],
    ['without a mark, the other way round', utf16('{"a":1}').swap16()],
  ])('of UTF-16 %s are refused as such', (_what, given) => {
    expect(decodeUtf8(given)).toEqual({ problem: 'is UTF-16, not UTF-8; save it as UTF-8' });
  });

  test('are text exactly when they are UTF-8, and what is before the place that is told is', () => {
    fc.assert(
      fc.property(fc.uint8Array({ max: 255 }), (tail) => {
        const given = Buffer.concat([utf8('aé日😀'), tail]);
        const decoded = decodeUtf8(given);
        const isText = Buffer.from(given.toString()).equals(given);
        expect('text' in decoded).toBe(isText);
        if ('text' in decoded) return;
        const at = Number(/byte (\d+) /.exec(decoded.problem)?.[1]) - 1;
        expect(at).toBeGreaterThanOrEqual(10);
        const sound = given.subarray(0, at);
        expect(Buffer.from(sound.toString()).equals(sound)).toBe(true);
        expect(given[at]).toBeGreaterThan(127);
      }),
    );
  });
});

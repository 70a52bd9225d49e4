const NEEDS_NO_CARE = /^[\x20\x21\x23-\x5b\x5d-\x7f]*$/;

/** UTF-8 bytes of `text` as a JSON string: with quotes and escapes, lone surrogates escaped. */
export function escapedBytes(text: string): number {
  if (NEEDS_NO_CARE.test(text)) return text.length + 2;
  let bytes = 2;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (isPair(unit, text.charCodeAt(at + 1))) {
      bytes += 4;
      at++;
    } else {
      bytes += unitBytes(unit);
    }
  }
  return bytes;
}

const ASCII = /^[\t\n\r\x20-\x7f]*$/;

/** Longer texts are encoded faster than they are looked at. */
const LONG_CHARACTERS = 10_000;

/** UTF-8 bytes of `text` as it is. */
export function utf8Bytes(text: string): number {
  // Most texts are short and ASCII; an encoder takes memory outside the heap for each.
  if (text.length < LONG_CHARACTERS && ASCII.test(text)) return text.length;
  return new TextEncoder().encode(text).length;
}

const SHORT_ESCAPES = new Set('"\\\b\f\n\r\t'.split('').map((escaped) => escaped.charCodeAt(0)));

function unitBytes(unit: number): number {
  if (unit >= 0x800) return isSurrogate(unit) ? '\\u0000'.length : 3;
  if (unit >= 0x80 || SHORT_ESCAPES.has(unit)) return 2;
  return unit < 0x20 ? '\\u0000'.length : 1;
}

function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit < 0xe000;
}

function isPair(high: number, low: number): boolean {
  return high >= 0xd800 && high < 0xdc00 && low >= 0xdc00 && low < 0xe000;
}

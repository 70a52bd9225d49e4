import { type Cut, END, MalformedItem, MORE, type Stretch, skipBlank, textStart } from './cut.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/**
 * Cuts the next element of the array that is the whole object. The place after an element is that of the comma or bracket behind it. Whether the
 * element is JSON is not looked at.
 */
export function cutElement(stretch: Stretch): Cut {
  const { bytes, isFirst, isLast } = stretch;
  const opening = skipBlank(bytes, textStart(stretch));
  if (opening === bytes.length) return unfinished(isLast);
  if (isFirst && bytes[opening] !== OPEN_LIST) throw new MalformedItem('The object must be an array of JSON');
  if (bytes[opening] === CLOSE_LIST) return endOfArray(bytes, opening, isLast);
  const from = skipBlank(bytes, opening + 1);
  if (from === bytes.length) return unfinished(isLast);
  if (isFirst && bytes[from] === CLOSE_LIST) return endOfArray(bytes, from, isLast);
  const next = endOfElement(bytes, from);
  if (next === undefined) return unfinished(isLast);
  return { kind: 'item', from, to: next, next };
}

function unfinished(isLast: boolean): Cut {
  if (isLast) throw new MalformedItem('The object ends within the array');
  return MORE;
}

function endOfArray(bytes: Uint8Array, bracket: number, isLast: boolean): Cut {
  const rest = skipBlank(bytes, bracket + 1);
  if (rest < bytes.length) throw new MalformedItem('The object goes on after the end of the array');
  return isLast ? END : MORE;
}

/** Where the comma or bracket behind an element is; undefined when these bytes do not reach so far. */
function endOfElement(bytes: Uint8Array, from: number): number | undefined {
  let depth = 0;
  let isText = false;
  for (let at = from; at < bytes.length; at++) {
    const byte = bytes[at];
    if (isText) {
      if (byte === BACKSLASH) at++;
      else if (byte === QUOTE) isText = false;
    } else if (byte === QUOTE) isText = true;
    else if (byte === OPEN_LIST || byte === OPEN_OBJECT) depth++;
    else if (depth === 0 && (byte === COMMA || byte === CLOSE_LIST)) return at;
    else if (byte === CLOSE_LIST || byte === CLOSE_OBJECT) depth--;
  }
  return undefined;
}

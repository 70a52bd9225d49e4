/** Bytes of an object from some place on. */
export interface Stretch {
  readonly bytes: Uint8Array;
  /** Where the next item is looked for. */
  readonly at: number;
  /** True where `at` is the begin of the object. */
  readonly isFirst: boolean;
  /** True where the object ends with these bytes. */
  readonly isLast: boolean;
}

/** The next item of a stretch: its bytes, and where the one after it is looked for. */
export interface CutItem {
  readonly kind: 'item';
  readonly from: number;
  readonly to: number;
  readonly next: number;
}

/** The next item; `more` where these bytes do not hold it whole; `end` where there is none. */
export type Cut = CutItem | { readonly kind: 'more' } | { readonly kind: 'end' };

/** The bytes end within an item. */
export const MORE: Cut = { kind: 'more' };

/** There are no more items. */
export const END: Cut = { kind: 'end' };

/** An object holds no item of its format at some place; the message follows the name of the place. */
export class MalformedItem extends Error {}

const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

/** Where the text begins: behind a byte order mark at the begin of the object. */
export function textStart({ bytes, at, isFirst }: Stretch): number {
  const isMarked = isFirst && BYTE_ORDER_MARK.every((byte, offset) => bytes[at + offset] === byte);
  return isMarked ? at + BYTE_ORDER_MARK.length : at;
}

/** True for a space, a tab or the end of a line. */
export function isBlank(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d;
}

/** The first place from `at` on that is not blank, or the end. */
export function skipBlank(bytes: Uint8Array, at: number): number {
  let next = at;
  while (next < bytes.length && isBlank(bytes[next])) next++;
  return next;
}

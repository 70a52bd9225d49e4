import type { AttributeValue } from '@aws-sdk/client-dynamodb';

/** An item, or the requested part of one. */
export type Item = Readonly<Record<string, AttributeValue>>;

/** A string attribute. @throws when the item has none of that name. */
export function textOf(item: Item, name: string): string {
  const text = item[name]?.S;
  if (text === undefined) throw new Error(`A stored item has no text attribute ${name}`);
  return text;
}

/** A binary attribute; undefined when the item has none of that name. */
export function bytesOf(item: Item, name: string): Uint8Array | undefined {
  return item[name]?.B;
}

/** Bytes that DynamoDB counts for an item: names and values. */
export function itemBytes(item: Item): number {
  let bytes = 0;
  for (const [name, value] of Object.entries(item)) {
    bytes += Buffer.byteLength(name);
    if (value.S !== undefined) bytes += Buffer.byteLength(value.S);
    // A number takes about a byte for two digits, and one more.
    else if (value.N !== undefined) bytes += value.N.length / 2 + 2;
    else if (value.B !== undefined) bytes += value.B.length;
  }
  return Math.ceil(bytes);
}

/** The attribute that holds the content of an item, packed. */
export const BODY = 'body';

/** True when both items keep the same, byte by byte. */
export function isSameBody(one: Item | undefined, other: Item): boolean {
  const left = one && bytesOf(one, BODY);
  const right = bytesOf(other, BODY);
  return left !== undefined && right !== undefined && Buffer.compare(left, right) === 0;
}

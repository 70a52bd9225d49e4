import { createHash } from 'node:crypto';
import type { AttributeValue, MessageAttributes } from './message.ts';

/** The MD5 by which clients check that a body has arrived as it was sent. */
export function md5OfText(text: string): string {
  return createHash('md5').update(text).digest('hex');
}

/** The MD5 by which clients check attributes. @returns undefined without any. */
export function md5OfAttributes(attributes: MessageAttributes): string | undefined {
  const names = Object.keys(attributes).sort();
  if (names.length === 0) return undefined;
  const hash = createHash('md5');
  const add = (part: Buffer) => hash.update(lengthOf(part)).update(part);
  for (const name of names) {
    const value = attributes[name];
    if (value === undefined) continue;
    add(Buffer.from(name));
    add(Buffer.from(value.DataType));
    hash.update(Buffer.from([value.BinaryValue === undefined ? 1 : 2]));
    add(bytesOf(value));
  }
  return hash.digest('hex');
}

function bytesOf({ StringValue = '', BinaryValue }: AttributeValue): Buffer {
  return BinaryValue === undefined ? Buffer.from(StringValue) : Buffer.from(BinaryValue, 'base64');
}

function lengthOf(part: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(part.length);
  return length;
}

/** DER, as far as a certificate needs it. */

export function sequence(...parts: readonly Buffer[]): Buffer {
  return tagged(0x30, Buffer.concat(parts));
}

export function set(...parts: readonly Buffer[]): Buffer {
  return tagged(0x31, Buffer.concat(parts));
}

/** A whole number that is not negative, its bytes from the highest on, in as few bytes as it takes: readers refuse any more. */
export function integer(bytes: Buffer): Buffer {
  const start = bytes.findIndex((byte) => byte !== 0);
  const least = start === -1 ? Buffer.from([0]) : bytes.subarray(start);
  const isNegative = ((least[0] ?? 0) & 0x80) !== 0;
  return tagged(0x02, isNegative ? Buffer.concat([Buffer.from([0]), least]) : least);
}

export function bits(bytes: Buffer): Buffer {
  return tagged(0x03, Buffer.concat([Buffer.from([0]), bytes]));
}

/** Named bits, of which the given ones are set; fewer than eight. */
export function namedBits(...set: readonly number[]): Buffer {
  const byte = set.reduce((sum, bit) => sum | (0x80 >> bit), 0);
  return tagged(0x03, Buffer.from([7 - Math.max(...set), byte]));
}

export const yes = Buffer.from([0x01, 0x01, 0xff]);

export const nothing = Buffer.from([0x05, 0x00]);

/** An object identifier such as `2.5.4.3`. */
export function identifier(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return tagged(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(sevenBits)]));
}

export function utf8(text: string): Buffer {
  return tagged(0x0c, Buffer.from(text));
}

/** An instant before 2050, to the second. */
export function utcTime(at: Date): Buffer {
  const digits = at.toISOString().replace(/[-:T]/g, '').slice(2, 14);
  return tagged(0x17, Buffer.from(`${digits}Z`));
}

/** Bytes that another rule reads. */
export function octets(content: Buffer): Buffer {
  return tagged(0x04, content);
}

/** Plain bytes with an implicit tag. */
export function numbered(number: number, content: Buffer): Buffer {
  return tagged(0x80 + number, content);
}

/** A part with an explicit tag. */
export function explicit(number: number, content: Buffer): Buffer {
  return tagged(0xa0 + number, content);
}

function tagged(tag: number, content: Buffer): Buffer {
  return Buffer.concat([Buffer.from([tag, ...lengthOf(content.length)]), content]);
}

function lengthOf(length: number): readonly number[] {
  if (length < 0x80) return [length];
  const bytes: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  return [0x80 + bytes.length, ...bytes];
}

/** Seven bits a byte, the highest first; all but the last are marked. */
function sevenBits(value: number): readonly number[] {
  const groups = [value % 128];
  for (let rest = Math.floor(value / 128); rest > 0; rest = Math.floor(rest / 128))
    groups.unshift((rest % 128) + 128);
  return groups;
}

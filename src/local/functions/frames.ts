/** Kinds of frames; `python/fdl_host/channel.py` has the same numbers. */
export const FRAME = {
  // From the server.
  load: 1,
  invoke: 2,
  ping: 3,
  request: 4,
  // From the process.
  loaded: 16,
  unloadable: 17,
  output: 18,
  returned: 19,
  returnedText: 20,
  threw: 21,
  unwritable: 22,
  tooLarge: 23,
  exited: 24,
  notBegun: 25,
  files: 26,
  ending: 27,
  pong: 28,
} as const;

/** One message between the server and a function's process; `call` is 0 where it is about no call. */
export class Frame {
  readonly type: number;
  readonly call: number;
  /** Bytes of the body. */
  readonly length: number;
  readonly #bytes: Buffer;
  readonly #start: number;

  constructor(type: number, call: number, bytes: Buffer, start: number, length: number) {
    this.type = type;
    this.call = call;
    this.length = length;
    this.#bytes = bytes;
    this.#start = start;
  }

  /** The body from some byte on. */
  body(from = 0): Buffer {
    return this.#bytes.subarray(this.#start + from, this.#start + this.length);
  }

  /** The text of the body from some byte on. */
  text(from = 0): string {
    return this.#bytes.toString('utf8', this.#start + from, this.#start + this.length);
  }

  /** A body of two parts, see {@link twoParts}. @throws where it is none */
  twoTexts(): readonly [first: string, second: string] {
    const length = this.length < 4 ? Number.NaN : this.#bytes.readUInt32BE(this.#start);
    if (!(4 + length <= this.length)) throw new Error('a message of two parts came without its second');
    const middle = this.#start + 4 + length;
    return [this.#bytes.toString('utf8', this.#start + 4, middle), this.text(4 + length)];
  }
}

/** A frame that is about to be sent: its body is the parts one after the other, a number as four bytes. */
type Part = string | Uint8Array | number;

export interface OutgoingFrame {
  readonly type: number;
  readonly call: number;
  readonly parts: readonly Part[];
}

/** Descriptor of the channel in a function's process. Node closes descriptors up to 15 in processes that a function starts. */
export const CHANNEL_FD = 15;

/** Most bytes of a body. The process measures what it sends, which is much smaller. */
export const MAX_BODY_BYTES = 8 * 1024 * 1024;

const HEADER_BYTES = 13;

/**
 * Frames as bytes: of each the length of its body, the tag of the process, type, call, body.
 *
 * The tag is a random number that both sides know, so bytes that a function writes to the channel by chance do not
 * pass for a frame.
 */
export function encodeFrames(tag: number, frames: readonly OutgoingFrame[]): Buffer {
  let total = 0;
  for (const { parts } of frames) total += HEADER_BYTES + bodyLength(parts);
  const bytes = Buffer.allocUnsafe(total);
  let at = 0;
  for (const { type, call, parts } of frames) {
    bytes.writeUInt32BE(bodyLength(parts), at);
    bytes.writeUInt32BE(tag, at + 4);
    bytes.writeUInt8(type, at + 8);
    bytes.writeUInt32BE(call, at + 9);
    at += HEADER_BYTES;
    for (const part of parts) at += put(bytes, part, at);
  }
  return bytes;
}

function bodyLength(parts: OutgoingFrame['parts']): number {
  let length = 0;
  for (const part of parts) {
    if (typeof part === 'number') length += 4;
    else length += typeof part === 'string' ? Buffer.byteLength(part) : part.byteLength;
  }
  return length;
}

function put(bytes: Buffer, part: Part, at: number): number {
  if (typeof part === 'number') return bytes.writeUInt32BE(part, at) - at;
  if (typeof part === 'string') return bytes.write(part, at);
  bytes.set(part, at);
  return part.byteLength;
}

/** Finds the frames in bytes that arrive in pieces. */
export class FrameReader {
  readonly #tag: number;
  #pieces: Buffer[] = [];
  #held = 0;
  #needed = HEADER_BYTES;

  constructor(tag: number) {
    this.#tag = tag;
  }

  /** @throws where the bytes are no frames, with a text for the operator */
  push(piece: Buffer): readonly Frame[] {
    this.#pieces.push(piece);
    this.#held += piece.length;
    if (this.#held < this.#needed) return [];
    const bytes = this.#pieces.length === 1 ? piece : Buffer.concat(this.#pieces);
    const frames: Frame[] = [];
    let at = 0;
    this.#needed = HEADER_BYTES;
    while (bytes.length - at >= this.#needed) {
      const length = this.#readLength(bytes, at);
      if (bytes.length - at < HEADER_BYTES + length) {
        this.#needed = HEADER_BYTES + length;
        break;
      }
      const end = at + HEADER_BYTES + length;
      frames.push(
        new Frame(bytes.readUInt8(at + 8), bytes.readUInt32BE(at + 9), bytes, at + HEADER_BYTES, length),
      );
      at = end;
    }
    this.#pieces = at < bytes.length ? [bytes.subarray(at)] : [];
    this.#held = bytes.length - at;
    return frames;
  }

  #readLength(bytes: Buffer, at: number): number {
    if (bytes.readUInt32BE(at + 4) !== this.#tag) throw new Error('something else wrote to its channel');
    const length = bytes.readUInt32BE(at);
    if (length > MAX_BODY_BYTES) throw new Error(`a message of ${length} bytes came from its channel`);
    return length;
  }
}

/** The parts of a body of two parts: the length of the first, the first, the second. */
export function twoParts(first: string, second: string): OutgoingFrame['parts'] {
  return [Buffer.byteLength(first), first, second];
}

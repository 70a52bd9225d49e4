import { S3Error } from '../s3-error.ts';

/** Longest line between the pieces of a body: a size with its signature, or a trailer. */
const LONGEST_LINE = 4_096;
const MOST_TRAILERS = 16;
const SIZE = /^([0-9a-fA-F]{1,10})(?:;.*)?$/;

/**
 * The bytes in a body that SDKs send in pieces, each with its size in front. The checksums behind the last piece are put
 * into `trailers`, by names in lower case.
 *
 * @throws S3Error when the body ends too early or is not in this form.
 */
export async function* decodeChunks(
  source: AsyncIterable<Uint8Array>,
  trailers: Map<string, string>,
): AsyncGenerator<Uint8Array> {
  const pieces = new Pieces(source);
  for (;;) {
    const [, size] = SIZE.exec(await pieces.line()) ?? [];
    if (size === undefined) throw malformed();
    let left = Number.parseInt(size, 16);
    if (left === 0) break;
    while (left > 0) {
      const bytes = await pieces.atMost(left);
      left -= bytes.length;
      yield bytes;
    }
    if ((await pieces.line()) !== '') throw malformed();
  }
  for (let line = await pieces.lastLine(); line !== ''; line = await pieces.lastLine()) {
    const [name = '', ...value] = line.split(':');
    trailers.set(name.trim().toLowerCase(), value.join(':').trim());
    if (trailers.size > MOST_TRAILERS) throw malformed();
  }
}

/** Reads lines and bytes of a stream by turns. */
class Pieces {
  readonly #source: AsyncIterator<Uint8Array>;
  #held: Buffer = Buffer.alloc(0);

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** Some of the next bytes, at least one. */
  async atMost(count: number): Promise<Buffer> {
    if (this.#held.length === 0 && !(await this.#more())) throw incomplete();
    const bytes = this.#held.subarray(0, count);
    this.#held = this.#held.subarray(count);
    return bytes;
  }

  /** The next line, without its end. */
  async line(): Promise<string> {
    const line = await this.#nextLine();
    if (line === undefined) throw incomplete();
    return line;
  }

  /** The next line; empty at the end, which not every client marks by an empty line. */
  async lastLine(): Promise<string> {
    return (await this.#nextLine()) ?? '';
  }

  async #nextLine(): Promise<string | undefined> {
    for (;;) {
      const end = this.#held.indexOf('\n');
      if (end !== -1) {
        const line = this.#held.toString('latin1', 0, end);
        this.#held = this.#held.subarray(end + 1);
        if (!line.endsWith('\r')) throw malformed();
        return line.slice(0, -1);
      }
      if (this.#held.length > LONGEST_LINE) throw malformed();
      if (!(await this.#more())) return undefined;
    }
  }

  async #more(): Promise<boolean> {
    const { value, done } = await this.#source.next();
    if (done === true) return false;
    this.#held = this.#held.length === 0 ? Buffer.from(value) : Buffer.concat([this.#held, value]);
    return true;
  }
}

function malformed(): S3Error {
  return new S3Error(400, 'InvalidChunkSizeError', 'The body is not in pieces with their sizes');
}

function incomplete(): S3Error {
  return new S3Error(
    400,
    'IncompleteBody',
    'You did not provide the number of bytes specified by the Content-Length HTTP header',
  );
}

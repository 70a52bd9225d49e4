/** UTF-8 bytes that one call may print; output of processes outside calls may have as many per {@link RENEWED_MS}. */
export const PRINTED_BYTES = 1024 * 1024;
const RENEWED_MS = 10_000;

/** The amount of dropped output. */
export interface Dropped {
  readonly lines: number;
  readonly bytes: number;
}

/** Grants so many bytes of output, and counts those beyond them. */
export class PrintAllowance {
  readonly #isRenewed: boolean;
  #left = PRINTED_BYTES;
  #since = Date.now();
  #lines = 0;
  #bytes = 0;

  /** One that is renewed grants as much again every ten seconds: it is for output that belongs to no call. */
  constructor(isRenewed: boolean) {
    this.#isRenewed = isRenewed;
  }

  /** The part of the chunk that may be printed; the rest is counted. */
  grant(chunk: Buffer): Buffer {
    if (this.#isRenewed && Date.now() - this.#since > RENEWED_MS) {
      this.#left = PRINTED_BYTES;
      this.#since = Date.now();
    }
    if (chunk.length <= this.#left) {
      this.#left -= chunk.length;
      return chunk;
    }
    const end = characterStart(chunk, this.#left);
    this.#left = 0;
    this.#count(chunk.subarray(end));
    return chunk.subarray(0, end);
  }

  /** Output that was dropped since the last call; undefined when none was. */
  takeDropped(): Dropped | undefined {
    if (this.#bytes === 0) return undefined;
    const dropped = { lines: this.#lines, bytes: this.#bytes };
    this.#lines = 0;
    this.#bytes = 0;
    return dropped;
  }

  #count(chunk: Buffer): void {
    this.#bytes += chunk.length;
    for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) this.#lines += 1;
  }
}

/** The last place up to `at` where a character begins. */
function characterStart(bytes: Buffer, at: number): number {
  let start = at;
  while (start > 0 && ((bytes[start] ?? 0) & 0xc0) === 0x80) start -= 1;
  return start;
}

/** One line for the reader of the output. */
export function droppedText({ lines, bytes }: Dropped): string {
  const what = lines === 0 ? '' : `${lines} more lines, `;
  return `${what}${bytes} bytes of output were dropped: a call may print ${PRINTED_BYTES}`;
}

/** A request that has not arrived whole. */
export interface Arrival {
  /** Holds memory for a piece. @returns false when the request has been given up to make room for others. */
  hold(bytes: number): boolean;
  /** Gives everything back: the request is whole, or will never be. */
  end(): void;
}

/**
 * Bounds the memory of requests that have not arrived whole. They take no slot of those being served. When they hold too
 * much, the one that began first is dropped: an honest client would have sent its request long before.
 */
export class Arrivals {
  readonly #mostBytes: number;
  readonly #arriving = new Set<{ bytes: number; readonly giveUp: () => void }>();
  #bytes = 0;

  constructor(mostBytes: number) {
    this.#mostBytes = mostBytes;
  }

  /** Begins to hold a request; `giveUp` hangs up on its client. */
  begin(giveUp: () => void): Arrival {
    const arrival = { bytes: 0, giveUp };
    this.#arriving.add(arrival);
    const end = () => {
      if (this.#arriving.delete(arrival)) this.#bytes -= arrival.bytes;
    };
    const hold = (bytes: number) => {
      if (!this.#arriving.has(arrival)) return false;
      arrival.bytes += bytes;
      this.#bytes += bytes;
      this.#makeRoom();
      return this.#arriving.has(arrival);
    };
    return { hold, end };
  }

  #makeRoom(): void {
    for (const oldest of this.#arriving) {
      if (this.#bytes <= this.#mostBytes) return;
      this.#arriving.delete(oldest);
      this.#bytes -= oldest.bytes;
      oldest.giveUp();
    }
  }
}

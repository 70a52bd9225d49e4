import type { Instant } from '../../interpreter/event.ts';

/**
 * Remembers which nonces were used.
 *
 * At most `capacity` are kept; under a flood the oldest are forgotten early.
 */
export class NonceMemory {
  readonly #capacity: number;
  /** In order of use, so that the first expire first. */
  readonly #expiries = new Map<string, Instant>();

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** Notes a nonce until `expiresAt`. @returns false when it was noted before. */
  use(nonce: string, now: Instant, expiresAt: Instant): boolean {
    this.#forget(now);
    if (this.#expiries.has(nonce)) return false;
    this.#expiries.set(nonce, expiresAt);
    return true;
  }

  #forget(now: Instant): void {
    for (const [nonce, expiresAt] of this.#expiries) {
      if (expiresAt >= now && this.#expiries.size < this.#capacity) return;
      this.#expiries.delete(nonce);
    }
  }
}

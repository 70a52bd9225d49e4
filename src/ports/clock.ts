import type { Instant } from '../interpreter/event.ts';

/** The present, as milliseconds since 1970, and its passing. */
export interface Clock {
  now(): Instant;

  /** Resolves after so many milliseconds. */
  sleep(milliseconds: number): Promise<void>;
}

/** Source of unguessable and unique values. */
export interface Ids {
  /** A new lower-case UUID. */
  uuid(): string;
  /** 128 random bits, base64url. */
  secret(): string;
}

import type { Instant } from '../interpreter/event.ts';

/** The present, as milliseconds since 1970. */
export interface Clock {
  now(): Instant;
}

/** Source of unguessable and unique values. */
export interface Ids {
  /** A new lower-case UUID. */
  uuid(): string;
  /** 128 random bits, base64url. */
  secret(): string;
}

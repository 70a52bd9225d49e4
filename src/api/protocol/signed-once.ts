import { parseRfc3339 } from '../../common/rfc3339.ts';
import type { Clock } from '../../ports/clock.ts';
import { ApiError } from '../api-error.ts';
import { NonceMemory } from './nonce-memory.ts';

/** Key, nonce and time of a signed call, and the places of the latter two: `Parameter Timestamp`, `Header x-acs-date`. */
export interface SignedMoment {
  readonly keyId: string;
  readonly nonce: string;
  readonly time: string;
  readonly nonceField: string;
  readonly timeField: string;
}

/** Largest difference between the clocks of caller and server. */
const MAX_SKEW_MS = 15 * 60 * 1000;
const MAX_NONCE_CHARACTERS = 128;
const REMEMBERED_NONCES = 100_000;

/** Holds that a signed call is young and counts once, whichever signature it carries. */
export class SignedOnce {
  readonly #clock: Clock;
  readonly #nonces = new NonceMemory(REMEMBERED_NONCES);

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * Uses up the nonce of a call whose signature was found right.
   *
   * @throws ApiError `InvalidArgument`, `RequestTimeTooSkewed` or `SignatureNonceUsed`
   */
  use({ keyId, nonce, time, nonceField, timeField }: SignedMoment): void {
    if (nonce.length > MAX_NONCE_CHARACTERS) {
      throw new ApiError(
        'InvalidArgument',
        `${nonceField} may have ${MAX_NONCE_CHARACTERS} characters at most`,
      );
    }
    const signedAt = parseRfc3339(time);
    if (signedAt === undefined) {
      throw new ApiError('InvalidArgument', `${timeField} is not a UTC time like 2024-01-31T12:00:00Z`);
    }
    const now = this.#clock.now();
    if (Math.abs(now - signedAt) > MAX_SKEW_MS) {
      throw new ApiError('RequestTimeTooSkewed', `${timeField} is more than 15 minutes off`);
    }
    if (!this.#nonces.use(`${keyId} ${nonce}`, now, signedAt + MAX_SKEW_MS)) {
      throw new ApiError('SignatureNonceUsed', `${nonceField} was used by an earlier request`);
    }
  }
}

import { hash } from 'node:crypto';

import type { Ids } from '../../ports/clock.ts';

/** Values of a seed by their places, as far as they were made. */
export interface MadeIds {
  readonly uuids: string[];
  readonly secrets: string[];
}

/** The same unique values in the same order for the same seed; for tests only. Who begins anew often keeps what was `made`. */
export function createSeededIds(seed: string, made: MadeIds = { uuids: [], secrets: [] }): Ids {
  let count = 0;

  /** 16 bytes. */
  function bytes(encoding: 'hex' | 'base64url'): string {
    return hash('sha256', `${seed}/${count}`, 'buffer').toString(encoding, 0, 16);
  }

  /** The value at the next place, made by the first who asks for it. */
  function next(values: string[], make: () => string): string {
    count += 1;
    const value = values[count] ?? make();
    values[count] = value;
    return value;
  }

  return {
    uuid: () => next(made.uuids, () => formatUuid(bytes('hex'))),
    secret: () => next(made.secrets, () => bytes('base64url')),
  };
}

/** Version and variant digits are set as in a random UUID. */
function formatUuid(hex: string): string {
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20),
  ].join('-');
}

import { hash } from 'node:crypto';

import type { Ids } from '../../ports/clock.ts';

/** The same unique values in the same order for the same seed; for tests only. */
export function createSeededIds(seed: string): Ids {
  let count = 0;

  /** 16 bytes. */
  function next(encoding: 'hex' | 'base64url'): string {
    count += 1;
    return hash('sha256', `${seed}/${count}`, 'buffer').toString(encoding, 0, 16);
  }

  return {
    uuid: () => formatUuid(next('hex')),
    secret: () => next('base64url'),
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

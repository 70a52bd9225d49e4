import { describe, expect, test } from 'vitest';
import { retryUpdate } from '../../../../src/api/operations/retry-update.ts';

/** A record that others change `disturbances` times between our reading and our writing. */
function contended(disturbances: number) {
  let stored = 1;
  let left = disturbances;
  return {
    read: async () => stored,
    write: async (next: number) => {
      if (left > 0) {
        left -= 1;
        stored += 1;
      }
      if (next !== stored + 1) return false;
      stored = next;
      return true;
    },
    stored: () => stored,
  };
}

describe('an update that others disturb', () => {
  test('is repeated on what the others wrote', async () => {
    const record = contended(4);
    expect(await retryUpdate(record.read, (value) => value + 1, record.write)).toBe(6);
    expect(record.stored()).toBe(6);
  });

  test('is given up after five tries', async () => {
    const record = contended(5);
    await expect(retryUpdate(record.read, (value) => value + 1, record.write)).rejects.toMatchObject({
      code: 'ConcurrentUpdateError',
    });
  });
});

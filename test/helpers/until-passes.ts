import { vi } from 'vitest';

/** Less than a test may take, so that a check that never passes is what the test tells. */
const PATIENCE_MS = 90_000;

/**
 * Waits until the check no longer throws, and returns what it returned last.
 *
 * A busy machine may take seconds for what is there at once on an idle one: this waits longer than `vi.waitFor` does.
 */
export function untilPasses<T>(check: () => T | Promise<T>): Promise<T> {
  return vi.waitFor(check, { timeout: PATIENCE_MS, interval: 50 });
}

import type { Instant } from '../../../interpreter/event.ts';
import { MAX_TIMEOUT_SECONDS } from '../../../limits.ts';

const DAY_MS = 86_400_000;

/** Days, counted from its writing, in which the execution of a text may end: one rule of the bucket for each. */
export const KEEP_CLASSES = [2, 8, 32, 100, 366] as const;

/** The tag of an object that names its class. */
export const KEEP_TAG = 'fdl-days';

/** The class of a text that is written now for an execution that ends at `endsBy` at the latest. */
export function keepClass(now: Instant, endsBy: Instant = now + MAX_TIMEOUT_SECONDS * 1000): number {
  const days = (endsBy - now) / DAY_MS + 1;
  return KEEP_CLASSES.find((most) => days <= most) ?? KEEP_CLASSES[KEEP_CLASSES.length - 1] ?? 0;
}

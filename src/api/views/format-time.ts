import type { Instant } from '../../interpreter/event.ts';

/** RFC 3339 in UTC with milliseconds. */
export function formatTime(at: Instant): string {
  return new Date(at).toISOString();
}

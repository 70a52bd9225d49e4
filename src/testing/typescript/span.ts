import { parseDuration } from '../../common/duration.ts';

/** Milliseconds, or a text such as `3d`, `90s`, `250ms` or `1h 30m`. */
export type Span = number | string;

/** The milliseconds of a span. @throws for a text that is none. */
export function millisecondsOf(span: Span): number {
  const milliseconds = typeof span === 'number' ? span : parseDuration(span);
  if (milliseconds !== undefined) return milliseconds;
  throw new Error(`Expected a span such as 3d, 90s, 250ms or 1h 30m, found ${JSON.stringify(span)}`);
}

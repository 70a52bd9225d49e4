/** Units of a span, the largest first, in milliseconds. */
const UNITS = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1_000, ms: 1 } as const;

const PART = /(\d{1,9})(ms|[dhms])/g;
const SPAN = /^(?:\d{1,9}(?:ms|[dhms])(?: (?=\d))?)+$/;

/** Milliseconds of a span such as `90s`, `15m`, `2h`, `7d`, `250ms` or `1h 30m`; undefined for any other text. */
export function parseDuration(text: string): number | undefined {
  if (!SPAN.test(text)) return undefined;
  return [...text.matchAll(PART)].reduce((sum, [, amount, unit]) => {
    return sum + Number(amount) * UNITS[unit as keyof typeof UNITS];
  }, 0);
}

/** A span as `parseDuration` reads it, to the millisecond: `1d 2h`, `1s 500ms`. */
export function printDuration(milliseconds: number): string {
  let left = milliseconds;
  const parts = Object.entries(UNITS).flatMap(([unit, size]) => {
    const amount = Math.floor(left / size);
    left -= amount * size;
    return amount === 0 ? [] : [`${amount}${unit}`];
  });
  return parts.length === 0 ? '0s' : parts.join(' ');
}

/** A span for people: `340 ms`, `12.3 s`, `4 min 05 s`, `2 h 10 min`, `3 d 4 h`. */
export function formatDuration(milliseconds: number): string {
  const span = Math.max(0, milliseconds);
  if (span < 1_000) return `${Math.floor(span)} ms`;
  if (span < 60_000) return `${(Math.floor(span / 100) / 10).toFixed(1)} s`;
  const seconds = Math.floor(span / 1000);
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${String(seconds % 60).padStart(2, '0')} s`;
  const hours = Math.floor(minutes / 60);
  return hours < 24 ? `${hours} h ${minutes % 60} min` : `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

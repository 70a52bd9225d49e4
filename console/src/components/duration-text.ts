const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
] as const;

/** A span of time in its two largest units: "3 min 20 sec", "1.4 sec", "12 ms". */
export function durationText(milliseconds: number, language: string): string {
  const span = Math.max(0, Math.round(milliseconds));
  if (span < 1_000) return unitText(span, 'millisecond', language);
  if (span < 60_000) return unitText(Math.floor(span / 100) / 10, 'second', language);
  const at = UNITS.findIndex(([, size]) => span >= size);
  const parts: string[] = [];
  let rest = span;
  for (const [unit, size] of UNITS.slice(at, at + 2)) {
    const count = Math.floor(rest / size);
    if (count > 0) parts.push(unitText(count, unit, language));
    rest -= count * size;
  }
  return parts.join(' ');
}

/** Making a format takes longer than using it a hundred times, and tables write thousands of durations. */
const formats = new Map<string, Intl.NumberFormat>();

function unitText(count: number, unit: string, language: string): string {
  const key = `${language} ${unit}`;
  const format =
    formats.get(key) ?? new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'short' });
  formats.set(key, format);
  return format.format(count);
}

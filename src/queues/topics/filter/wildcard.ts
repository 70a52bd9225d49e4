import type { JsonValue } from '../../../common/json.ts';

/** Whether a text fits a pattern in which `*` stands for any characters. Takes time in proportion to its length. */
export function wildcardMatcher(pattern: string): (value: JsonValue | undefined) => boolean {
  const [first = '', ...rest] = pattern.split('*');
  return (value) => {
    if (typeof value !== 'string') return false;
    const last = rest.at(-1);
    if (last === undefined) return value === pattern;
    if (!value.startsWith(first)) return false;
    let at = first.length;
    for (const part of rest.slice(0, -1)) {
      const found = value.indexOf(part, at);
      if (found === -1) return false;
      at = found + part.length;
    }
    return value.length - last.length >= at && value.endsWith(last);
  };
}

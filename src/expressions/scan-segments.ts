import type { Segment } from './path.ts';
import { refuse, type Scanned } from './problem.ts';
import { scanText } from './scan-text.ts';

const NAME = /[\p{L}_][\p{L}\p{N}_]*/uy;
const INDEX = /-?\d+/y;
const EVERY: Segment = { kind: 'every' };

/** Reads `.name`, `[0]`, `["name"]`, `[*]` and `.*` from `offset` on, and stops before anything else. */
export function scanSegments(text: string, offset: number): Scanned<readonly Segment[]> {
  const segments: Segment[] = [];
  let end = offset;
  for (;;) {
    const opener = text.charAt(end);
    if (opener !== '.' && opener !== '[') return { ok: true, value: segments, end };
    const segment = opener === '.' ? scanDotted(text, end) : scanBracketed(text, end);
    if (!segment.ok) return segment;
    segments.push(segment.value);
    end = segment.end;
  }
}

function scanDotted(text: string, offset: number): Scanned<Segment> {
  if (text.charAt(offset + 1) === '*') return { ok: true, value: EVERY, end: offset + 2 };
  NAME.lastIndex = offset + 1;
  const name = NAME.exec(text)?.[0];
  if (name !== undefined) return { ok: true, value: { kind: 'member', name }, end: NAME.lastIndex };
  if (text.charAt(offset + 1) === '.') {
    return refuse(offset, 2, 'Searching all levels with ".." is not supported; name every level');
  }
  return refuse(
    offset,
    1,
    'A "." must be followed by a name of letters, digits and "_" that does not begin with a digit, or by "*"; write other keys as ["key"]',
  );
}

function scanBracketed(text: string, offset: number): Scanned<Segment> {
  const inner = scanInner(text, offset + 1);
  if (!inner.ok) return inner;
  if (text.charAt(inner.end) === ']') return { ...inner, end: inner.end + 1 };
  return refuse(
    offset,
    inner.end - offset,
    'This "[" is not closed by "]" after one position, key or "*"; slices, lists and filters are not supported',
  );
}

function scanInner(text: string, offset: number): Scanned<Segment> {
  const first = text.charAt(offset);
  if (first === '*') return { ok: true, value: EVERY, end: offset + 1 };
  if (first === '"' || first === "'" || first === '`') {
    const name = scanText(text, offset);
    return name.ok ? { ...name, value: { kind: 'member', name: name.value } } : name;
  }
  INDEX.lastIndex = offset;
  const digits = INDEX.exec(text)?.[0];
  if (digits === undefined) {
    return refuse(
      offset - 1,
      1,
      'A "[" must be followed by a position like 0 or -1, a key in quotes, or "*"',
    );
  }
  const index = Number(digits);
  if (!Number.isSafeInteger(index)) return refuse(offset, digits.length, 'This position is too large');
  // -0 would differ from 0 under deep equality and means the same.
  return { ok: true, value: { kind: 'element', index: index === 0 ? 0 : index }, end: INDEX.lastIndex };
}

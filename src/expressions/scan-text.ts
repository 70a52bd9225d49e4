import { refuse, type Scanned } from './problem.ts';

const SIMPLE_ESCAPES: ReadonlyMap<string, string> = new Map([
  ['a', '\u0007'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['v', '\v'],
  ['\\', '\\'],
  ['"', '"'],
  ["'", "'"],
]);

const CODE_ESCAPE = /(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{3}))/y;

const LAST_CODE_POINT = 0x10ffff;

/**
 * Reads the quoted text that begins at `offset`; the character there is its quote.
 *
 * Backquoted text is raw, any other quote allows the escapes of Go strings.
 */
export function scanText(text: string, offset: number): Scanned<string> {
  const quote = text.charAt(offset);
  return quote === '`' ? scanRaw(text, offset) : scanEscaped(text, offset, quote);
}

function scanRaw(text: string, offset: number): Scanned<string> {
  const close = text.indexOf('`', offset + 1);
  if (close < 0) return unclosed(text, offset, '`');
  return { ok: true, value: text.slice(offset + 1, close), end: close + 1 };
}

function scanEscaped(text: string, offset: number, quote: string): Scanned<string> {
  let value = '';
  let from = offset + 1;
  for (let at = from; at < text.length; at++) {
    const unit = text.charAt(at);
    if (unit === quote) return { ok: true, value: value + text.slice(from, at), end: at + 1 };
    if (unit !== '\\') continue;
    const escaped = scanEscape(text, at);
    if (!escaped.ok) return escaped;
    value += text.slice(from, at) + escaped.value;
    from = escaped.end;
    at = from - 1;
  }
  return unclosed(text, offset, quote);
}

function scanEscape(text: string, offset: number): Scanned<string> {
  const simple = SIMPLE_ESCAPES.get(text.charAt(offset + 1));
  if (simple !== undefined) return { ok: true, value: simple, end: offset + 2 };
  CODE_ESCAPE.lastIndex = offset + 1;
  const match = CODE_ESCAPE.exec(text);
  if (match !== null) {
    const octal = match[4];
    const code = octal === undefined ? Number.parseInt(match[0].slice(1), 16) : Number.parseInt(octal, 8);
    if (code <= LAST_CODE_POINT)
      return { ok: true, value: String.fromCodePoint(code), end: CODE_ESCAPE.lastIndex };
  }
  return refuse(
    offset,
    2,
    'This escape is unknown; allowed are \\\\ \\" \\\' \\a \\b \\f \\n \\r \\t \\v, \\x, \\u and \\U with hexadecimal digits, and three octal digits',
  );
}

function unclosed(text: string, offset: number, quote: string): Scanned<string> {
  return refuse(offset, text.length - offset, `This text has no closing ${quote}`);
}

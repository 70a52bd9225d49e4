import { type Numeral, toNumeral } from '../common/numeral.ts';
import type { Comparison } from './condition.ts';
import type { Path } from './path.ts';
import { type Parsed, refuse, type Scanned } from './problem.ts';
import { scanSegments } from './scan-segments.ts';
import { scanText } from './scan-text.ts';

/** The signs of conditions. */
export type ConditionSymbol = Comparison | '&&' | '||' | '!' | '-' | '(' | ')';

/** One word of a condition. */
export type Token =
  | { readonly kind: 'literal'; readonly value: string | Numeral | boolean | null; readonly offset: number }
  | { readonly kind: 'path'; readonly path: Path; readonly offset: number }
  | { readonly kind: 'symbol'; readonly symbol: ConditionSymbol; readonly offset: number };

const BLANKS = /\s*/y;
const SYMBOL = /&&|\|\||==|!=|<=|>=|[<>!()-]/y;
const NUMBER = /(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y;
const WORD = /\$?[\p{L}_][\p{L}\p{N}_]*/uy;
const LETTER = /./suy;
const WORDS: ReadonlyMap<string, boolean | null> = new Map<string, boolean | null>([
  ['true', true],
  ['false', false],
  ['null', null],
]);

/** Cuts a condition into its words. */
export function tokenizeCondition(text: string): Parsed<readonly Token[]> {
  const tokens: Token[] = [];
  for (let offset = match(BLANKS, text, 0).length; offset < text.length; ) {
    const token = scanToken(text, offset);
    if (!token.ok) return token;
    tokens.push(token.value);
    offset = token.end + match(BLANKS, text, token.end).length;
  }
  return { ok: true, value: tokens };
}

function scanToken(text: string, offset: number): Scanned<Token> {
  const first = text.charAt(offset);
  if (first === '"' || first === '`') {
    const quoted = scanText(text, offset);
    return quoted.ok ? { ...quoted, value: { kind: 'literal', value: quoted.value, offset } } : quoted;
  }
  const word = match(WORD, text, offset);
  if (word !== '') return scanWord(word, offset);
  if (first === '$') {
    const path = scanSegments(text, offset + 1);
    return path.ok
      ? { ...path, value: { kind: 'path', path: { root: 'input', segments: path.value }, offset } }
      : path;
  }
  const digits = match(NUMBER, text, offset);
  if (digits !== '') return scanNumber(digits, offset);
  const symbol = match(SYMBOL, text, offset);
  if (symbol === '') return refuse(offset, 1, describeUnknown(text, offset));
  return {
    ok: true,
    value: { kind: 'symbol', symbol: symbol as ConditionSymbol, offset },
    end: offset + symbol.length,
  };
}

function scanWord(word: string, offset: number): Scanned<Token> {
  const value = WORDS.get(word);
  if (value !== undefined) {
    return { ok: true, value: { kind: 'literal', value, offset }, end: offset + word.length };
  }
  const message = word.startsWith('$')
    ? `A condition reads only the step's input, as "$.key"; bring ${word} into it with inputMappings`
    : `"${word}" means nothing in a condition; write text in double quotes and data as "$.key"`;
  return refuse(offset, word.length, message);
}

function scanNumber(digits: string, offset: number): Scanned<Token> {
  const value = toNumeral(digits);
  if (value === undefined) return refuse(offset, digits.length, 'This number is too large');
  return { ok: true, value: { kind: 'literal', value, offset }, end: offset + digits.length };
}

function describeUnknown(text: string, offset: number): string {
  const unit = match(LETTER, text, offset);
  if (unit === "'") return 'Text is written in double quotes or backquotes in a condition';
  if (unit === '=') return 'Equality is written "=="';
  if (unit === '&' || unit === '|') return `Conditions are joined with "${unit}${unit}"`;
  return `"${unit}" has no meaning here; the operators are == != < <= > >= && || ! and parentheses`;
}

function match(pattern: RegExp, text: string, offset: number): string {
  pattern.lastIndex = offset;
  return pattern.exec(text)?.[0] ?? '';
}

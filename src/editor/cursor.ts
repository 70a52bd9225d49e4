import { readLoosely } from '../fdl/yaml/read-loosely.ts';
import { type LooseFlow, readLooseFlow } from './loose-flow.ts';
import { type Spot, spotAt } from './spot.ts';

/** A character for private use, which stands for the cursor in a text. */
const MARK = '\uE000';

/** The place in a definition at which it is being written. */
export interface Cursor {
  readonly flow: LooseFlow;
  readonly spot: Spot;
  /** The letters of the key or value before the cursor. */
  readonly before: string;
  /** Offset at which they begin. */
  readonly start: number;
  /** Offset at which the key or value ends, on the line of the cursor. */
  readonly end: number;
  /** True inside `{…}` or `[…]`, where a line break means nothing. */
  readonly isInline: boolean;
  /** The quote around the value, where it has one. */
  readonly quote: '"' | "'" | '';
}

/** Where the cursor is, in a text that may be broken just there; undefined where nothing of a flow can stand. */
export function cursorAt(text: string, offset: number): Cursor | undefined {
  if (text.includes(MARK)) return undefined;
  for (const marked of variants(text, offset)) {
    const flow = readLooseFlow(marked.root);
    const spot = flow && spotAt(flow, offset);
    if (flow === undefined || spot === undefined) continue;
    const found = cursorIn(spot, marked.text, text, offset);
    if (found !== undefined) return { flow, spot, isInline: isInline(text, spot), ...found };
  }
  return undefined;
}

function cursorIn(spot: Spot, marked: string, text: string, offset: number) {
  const place = spot.role === 'key' ? spot.place : spot.scalar;
  const written = marked.slice(place.start, place.end);
  const at = place.start + written.indexOf(MARK);
  if (at !== offset || !written.includes(MARK)) return undefined;
  const [opening = ''] = /^["']?/.exec(written) ?? [];
  const quote = opening as Cursor['quote'];
  // Of a text that goes on over several lines only the one of the cursor is written anew.
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  const indent = /^\s*/.exec(text.slice(lineStart, offset))?.[0].length ?? 0;
  const start = Math.max(place.start + quote.length, lineStart + indent);
  const [rest = ''] = written.slice(at - place.start + 1).split('\n');
  const after = quote !== '' && rest.endsWith(quote) ? rest.slice(0, -1) : rest;
  // A quote that was missing was added behind the cursor.
  const end = text.startsWith(after, offset) ? offset + after.trimEnd().length : offset;
  return { before: text.slice(start, offset), start, end, quote };
}

function isInline(text: string, { map, list }: Spot): boolean {
  return text[map.start] === '{' || (list !== undefined && text[list.start] === '[');
}

/** The text with the cursor's mark in it, the variant with the fewest problems of syntax first. */
function variants(text: string, offset: number) {
  return [MARK, ...closedWith(text, offset)]
    .flatMap((mark) => {
      const [inserted = '', atLineEnd = ''] = mark.split('\n');
      const lineEnd = endOfLine(text, offset);
      const marked =
        text.slice(0, offset) + inserted + text.slice(offset, lineEnd) + atLineEnd + text.slice(lineEnd);
      const read = readLoosely(marked);
      return read === undefined ? [] : [{ text: marked, ...read }];
    })
    .sort((one, other) => one.problems - other.problems);
}

/** Signs that close the quote and the brackets that are open on the cursor's line: behind the cursor, and at the line's end. */
function closedWith(text: string, offset: number): readonly string[] {
  const before = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset);
  const after = text.slice(offset, endOfLine(text, offset));
  return ['', openIn(before).quote].flatMap((quote) => {
    const { brackets } = openIn(before + quote + after);
    return quote === '' && brackets === '' ? [] : [`${MARK}${quote}\n${brackets}`];
  });
}

const CLOSING: Readonly<Record<string, string>> = { '{': '}', '[': ']' };

/** The quote that is open at the end of a line, and the brackets that would close those that are. */
function openIn(line: string): { readonly quote: string; readonly brackets: string } {
  let quote = '';
  let brackets = '';
  let previous = ' ';
  for (const letter of line) {
    if (quote !== '') {
      if (letter === quote && previous !== '\\') quote = '';
    } else if ((letter === '"' || letter === "'") && /[\s{[,:(]/.test(previous)) {
      quote = letter;
    } else if (letter === '{' || (letter === '[' && /[\s{[,:]/.test(previous))) {
      brackets = CLOSING[letter] + brackets;
    } else if (letter === brackets[0]) {
      brackets = brackets.slice(1);
    }
    previous = letter;
  }
  return { quote, brackets };
}

function endOfLine(text: string, offset: number): number {
  const found = text.indexOf('\n', offset);
  return found < 0 ? text.length : found;
}

import type { Completion } from '../completion.ts';
import type { Cursor } from '../cursor.ts';
import type { Expected, ObjectGrammar } from '../grammar.ts';
import { helpText } from '../markdown.ts';

/** The attributes that an object may have besides those that are there, required ones first. */
export function completeAttribute(
  cursor: Cursor,
  object: ObjectGrammar,
  text: string,
  isPresent: (name: string) => boolean,
): readonly Completion[] {
  const { start, end } = cursor;
  const isRuledOut = object.exclusive.some(isPresent);
  const free = [...object.attributes].filter(
    ([name]) => !isPresent(name) && !(isRuledOut && object.exclusive.includes(name)),
  );
  const rank = ([name]: readonly [string, unknown]) => (object.required.includes(name) ? 0 : 1);
  return free
    .toSorted((one, other) => rank(one) - rank(other))
    .map(([name, { help, expected }]) => ({
      kind: 'attribute',
      label: name,
      detail: object.required.includes(name) ? 'required' : detailOf(expected),
      documentation: helpText(help),
      insert: hasColon(text, end) ? name : name + openingOf(expected, cursor, text),
      // The quote behind the name is written anew, with the colon.
      replaced: { start, end: hasColon(text, end) || text[end] !== cursor.quote ? end : end + 1 },
    }));
}

function detailOf(expected: Expected): string {
  if (expected.is === 'list' || expected.is === 'steps') return 'list';
  return expected.is === 'value' ? '' : 'object';
}

function hasColon(text: string, end: number): boolean {
  return /^["']?[ \t]*:/.test(text.slice(end, end + 20));
}

/** The text behind the name of an attribute: the colon, and for lists and objects the line in which they begin. */
function openingOf(expected: Expected, cursor: Cursor, text: string): string {
  const colon = cursor.quote === '' ? ':' : `${cursor.quote}:`;
  if (cursor.isInline || cursor.quote !== '') return `${colon} `;
  const indent = ' '.repeat(columnOf(text, cursor.start) + 2);
  if (expected.is === 'steps' || (expected.is === 'list' && expected.of.is === 'object'))
    return `${colon}\n${indent}- `;
  return expected.is === 'object' || expected.is === 'params' ? `${colon}\n${indent}` : `${colon} `;
}

/** The column of an offset, from 0. */
export function columnOf(text: string, offset: number): number {
  return offset - (text.lastIndexOf('\n', offset - 1) + 1);
}

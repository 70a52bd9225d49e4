import { cutText } from '../../common/cut-text.ts';
import { stringifyJson } from '../../common/json-text.ts';
import { isNumeral } from '../../common/numeral.ts';
import type { YamlNode } from '../yaml/node.ts';

const MAX_SHOWN_LETTERS = 40;
const MAX_LISTED_WORDS = 12;

/** A node in a few words, for messages: `the text "x"`, `a list`, `nothing`. */
export function describe(node: YamlNode): string {
  if (node.kind === 'list') return 'a list';
  if (node.kind === 'map') return 'an object';
  if (node.value === null) return 'nothing';
  if (typeof node.value === 'string') return `the text ${quote(node.value)}`;
  return `${isNumeral(node.value) ? 'the number ' : ''}${shorten(String(node.value))}`;
}

/** A text in quotes, cut when it is long. */
export function quote(text: string): string {
  return stringifyJson(shorten(text));
}

/** A text, cut when it is long. */
export function shorten(text: string): string {
  return cutText(text, MAX_SHOWN_LETTERS);
}

/** `a, b, c`, cut when there are many. */
export function listWords(words: readonly string[]): string {
  const shown = words.slice(0, MAX_LISTED_WORDS).join(', ');
  return words.length <= MAX_LISTED_WORDS ? shown : `${shown} and ${words.length - MAX_LISTED_WORDS} more`;
}

import { isJsonObject } from '../../../../src/common/json.ts';
import { jsonIn, readJson, stringifyJson } from '../../../../src/common/json-text.ts';
import type { TextPlace } from './code-editor.tsx';

/** Why a text is not the text of a JSON object: no JSON (with the reason), a number out of range, or JSON of another kind. */
export type JsonProblem =
  | { readonly kind: 'notJson'; readonly reason: string }
  | { readonly kind: 'beyondRange'; readonly number: string }
  | { readonly kind: 'notObject' };

/** The reason why a text is no JSON object; undefined when it is one. */
export function problemOfObject(text: string): JsonProblem | undefined {
  const read = readJson(text);
  if ('value' in read) return isJsonObject(read.value) ? undefined : { kind: 'notObject' };
  if (read.beyondRange !== undefined) return { kind: 'beyondRange', number: read.beyondRange };
  return { kind: 'notJson', reason: read.problem.replace(/^is not JSON: /, '') };
}

/** Where a text stops being JSON, as far as the engine says so; otherwise its beginning. */
export function placeOfProblem(text: string, problem: JsonProblem): TextPlace {
  const before = text.slice(0, offsetOfProblem(text, problem)).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

function offsetOfProblem(text: string, problem: JsonProblem): number {
  if (problem.kind === 'beyondRange') return text.indexOf(problem.number);
  const position = problem.kind === 'notJson' ? /at position (\d+)/.exec(problem.reason)?.[1] : undefined;
  return Number(position ?? 0);
}

/** JSON text with line breaks and indentation; a text that is no JSON as it is. */
export function prettyJson(text: string): string {
  const value = jsonIn(text);
  return value === undefined ? text : stringifyJson(value, 2);
}

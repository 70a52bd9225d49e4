import { isJsonObject } from '../../../../src/expressions/json.ts';
import type { TextProblem } from './code-editor.tsx';

/** Why a text is not the text of a JSON object: no JSON (with the engine's reason), or JSON of another kind. */
export type JsonProblem =
  | { readonly kind: 'notJson'; readonly reason: string }
  | { readonly kind: 'notObject' };

/** What keeps a text from being a JSON object; undefined when nothing does. */
export function problemOfObject(text: string): JsonProblem | undefined {
  try {
    return isJsonObject(JSON.parse(text)) ? undefined : { kind: 'notObject' };
  } catch (error) {
    return { kind: 'notJson', reason: error instanceof Error ? error.message : String(error) };
  }
}

/** Where a text stops being JSON, as far as the engine says so; otherwise all of it. */
export function placeOfProblem(text: string, problem: JsonProblem): Pick<TextProblem, 'from' | 'to'> {
  const position = problem.kind === 'notJson' ? /at position (\d+)/.exec(problem.reason)?.[1] : undefined;
  const from = position === undefined ? 0 : Math.min(Number(position), Math.max(0, text.length - 1));
  return { from, to: position === undefined ? text.length : Math.min(from + 1, text.length) };
}

/** JSON text with line breaks and indentation; a text that is no JSON as it is. */
export function prettyJson(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), undefined, 2);
  } catch {
    return text;
  }
}

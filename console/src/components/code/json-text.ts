import { isJsonObject } from '../../../../src/common/json.ts';
import type { TextPlace } from './code-editor.tsx';

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

/** Where a text stops being JSON, as far as the engine says so; otherwise its beginning. */
export function placeOfProblem(text: string, problem: JsonProblem): TextPlace {
  const position = problem.kind === 'notJson' ? /at position (\d+)/.exec(problem.reason)?.[1] : undefined;
  const before = text.slice(0, Number(position ?? 0)).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

/** JSON text with line breaks and indentation; a text that is no JSON as it is. */
export function prettyJson(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), undefined, 2);
  } catch {
    return text;
  }
}
